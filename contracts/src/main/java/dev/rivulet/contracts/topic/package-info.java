/// The topic catalogue, and how a record finds its partition.
@NullMarked
package dev.rivulet.contracts.topic;

import org.jspecify.annotations.NullMarked;
