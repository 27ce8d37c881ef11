package dev.rivulet.testing.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/// The main classes of every module on the class path, read once.
final class RivuletClasses {
  static final String CONTRACTS = "dev.rivulet.contracts..";
  static final String TOKENS = "dev.rivulet.token..";
  static final String RUNTIME = "dev.rivulet.runtime..";

  /// Generated from the `.proto` files; rules about how we write code do not apply.
  static final DescribedPredicate<JavaClass> GENERATED =
      resideInAnyPackage("dev.rivulet.contracts.log..", "dev.rivulet.receipt.state..");

  /// Packages of the processes that `./rivulet` starts, besides what they share.
  static final DescribedPredicate<JavaClass> SERVICES =
      resideInAnyPackage(
          "dev.rivulet.gateway..",
          "dev.rivulet.fanout..",
          "dev.rivulet.router..",
          "dev.rivulet.receipt..",
          "dev.rivulet.sink..",
          "dev.rivulet.api..",
          "dev.rivulet.media..");

  static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.rivulet");

  private RivuletClasses() {}
}
