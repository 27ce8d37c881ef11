package dev.rivulet.fanout.rebuild;

import dev.rivulet.fanout.decide.StateStore;
import dev.rivulet.runtime.ServiceFailure;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/// The decider's memory of one partition in a folder that is thrown away: larger than the heap if
/// need be, and sorted as in production.
final class RocksStateStore implements StateStore, AutoCloseable {
  private final Options options = new Options().setCreateIfMissing(true).setErrorIfExists(true);
  private final WriteOptions writes = new WriteOptions().setDisableWAL(true);
  private final RocksDB db;

  RocksStateStore(Path folder) {
    RocksDB.loadLibrary();
    try {
      db = RocksDB.open(options, folder.toString());
    } catch (RocksDBException broken) {
      throw failed(broken);
    }
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    try {
      return db.get(key);
    } catch (RocksDBException broken) {
      throw failed(broken);
    }
  }

  @Override
  public void scan(byte[] prefix, BiConsumer<byte[], byte[]> visitor) {
    try (var entries = db.newIterator()) {
      for (entries.seek(prefix); entries.isValid(); entries.next()) {
        var key = entries.key();
        if (key.length < prefix.length
            || !Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length)) {
          return;
        }
        visitor.accept(key, entries.value());
      }
    }
  }

  @Override
  public void put(byte[] key, byte @Nullable [] value) {
    try {
      if (value == null) {
        db.delete(writes, key);
      } else {
        db.put(writes, key, value);
      }
    } catch (RocksDBException broken) {
      throw failed(broken);
    }
  }

  private static ServiceFailure failed(RocksDBException broken) {
    return ServiceFailure.unavailable("the rebuild's state: " + broken.getMessage(), broken);
  }

  @Override
  public void close() {
    db.close();
    writes.close();
    options.close();
  }
}
