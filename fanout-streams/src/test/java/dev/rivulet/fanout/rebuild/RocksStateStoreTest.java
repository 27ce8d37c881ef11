package dev.rivulet.fanout.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksStateStoreTest {
  @TempDir Path folder;

  @Test
  void scansAPrefixByUnsignedBytes() {
    try (var store = new RocksStateStore(folder.resolve("state"))) {
      store.put(new byte[] {1, (byte) 0x80}, new byte[] {2});
      store.put(new byte[] {1, 0x7f}, new byte[] {1});
      store.put(new byte[] {2}, new byte[] {9});
      store.put(new byte[] {1, 5}, new byte[] {9});
      store.put(new byte[] {1, 5}, null);
      var seen = new ArrayList<Byte>();
      store.scan(new byte[] {1}, (_, value) -> seen.add(value[0]));
      assertThat(seen).containsExactly((byte) 1, (byte) 2);
      assertThat(store.get(new byte[] {2})).containsExactly(9);
      assertThat(store.get(new byte[] {1, 5})).isNull();
    }
  }
}
