package dev.rivulet.fanout;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/// One block cache and one write-buffer budget for all stores of a process: the default is 50 MB of
/// blocks and 48 MB of buffers for every partition.
public final class BoundedRocksDb implements RocksDBConfigSetter {
  private static final long BLOCKS = 24L << 20;
  private static final long BUFFERS = 16L << 20;
  private static final Cache CACHE;
  private static final WriteBufferManager WRITE_BUFFERS;

  static {
    // Streams names this class before it opens its first store, which loads the library.
    RocksDB.loadLibrary();
    CACHE = new LRUCache(BLOCKS + BUFFERS);
    WRITE_BUFFERS = new WriteBufferManager(BUFFERS, CACHE);
  }

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    var table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(CACHE);
    table.setCacheIndexAndFilterBlocks(true);
    options.setWriteBufferManager(WRITE_BUFFERS);
    options.setTableFormatConfig(table);
  }

  @Override
  public void close(String storeName, Options options) {
    // The cache and the buffers belong to the process, not to the store that is closed.
  }
}
