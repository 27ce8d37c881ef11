package dev.rivulet.contracts.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.PrivacyRecord;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PrivacyTableTest {
  private static final UUID ANN = new UUID(1, 1);

  private final PrivacyTable table = new PrivacyTable();

  @Test
  void whoNeverSaidAnythingHidesNothing() {
    assertThat(table.hidesReceipts(ANN)).isFalse();
    assertThat(table.hidesPresence(ANN)).isFalse();
  }

  @Test
  void theNewestRecordHoldsAndNobodyIsKeptWhoShowsEverything() {
    table.read(record(true, false));
    assertThat(table.hidesReceipts(ANN)).isTrue();
    assertThat(table.hidesPresence(ANN)).isFalse();
    table.read(record(false, true));
    assertThat(table.hidesReceipts(ANN)).isFalse();
    assertThat(table.hidesPresence(ANN)).isTrue();
    assertThat(table.size()).isEqualTo(1);
    table.read(record(false, false));
    assertThat(table.size()).isZero();
  }

  @Test
  void whatIsNoRecordIsRefused() {
    assertThatThrownBy(() -> table.read(new byte[] {-1}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> table.read(new byte[0])).isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] record(boolean receipts, boolean presence) {
    return PrivacyRecord.newBuilder()
        .setUser(Ids.bytes(ANN))
        .setHidesReceipts(receipts)
        .setHidesPresence(presence)
        .build()
        .toByteArray();
  }
}
