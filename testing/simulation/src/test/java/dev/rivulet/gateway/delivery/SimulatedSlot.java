package dev.rivulet.gateway.delivery;

import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;

/// Opens [SlotTail] to the simulation.
public final class SimulatedSlot {
  private final SlotTail tail;

  public SimulatedSlot(
      Consumer<byte[], byte[]> consumer,
      Producer<byte[], byte[]> producer,
      Deliveries deliveries,
      UUID instance,
      TopicPartition partition) {
    tail = new SlotTail(consumer, producer, deliveries, instance, "simulated", partition);
  }

  public void claim() {
    try {
      tail.claim();
    } catch (InterruptedException nobodyInterrupts) {
      throw new IllegalStateException(nobodyInterrupts);
    }
  }

  public void step() {
    tail.step();
  }

  public boolean owned() {
    return tail.owned();
  }

  public boolean lost() {
    return tail.lost();
  }
}
