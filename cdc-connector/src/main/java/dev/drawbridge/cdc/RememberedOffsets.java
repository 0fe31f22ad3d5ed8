package dev.drawbridge.cdc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/**
 * Answers from memory for two seconds what Connect's offset storage said. Debezium asks at every empty poll in order to
 * confirm the slot, and Connect answers each time by reading its offsets topic to the end. An answer up to two seconds
 * old is an older offset, so the slot is confirmed later, never earlier.
 *
 * <p>Thread-safe.
 */
final class RememberedOffsets implements OffsetStorageReader {
    private static final long FRESH_NANOS = 2_000_000_000L;

    private final OffsetStorageReader storage;
    private final LongSupplier nanoTime;
    private final Map<Object, Answer> answers = new HashMap<>();

    private record Answer(@Nullable Object offset, long atNanos) {}

    RememberedOffsets(OffsetStorageReader storage, LongSupplier nanoTime) {
        this.storage = storage;
        this.nanoTime = nanoTime;
    }

    /** The context with only its offset reader replaced; a proxy, because the interface differs between Kafka versions. */
    static SourceTaskContext wrap(SourceTaskContext context) {
        OffsetStorageReader remembering = new RememberedOffsets(context.offsetStorageReader(), System::nanoTime);
        return (SourceTaskContext) Proxy.newProxyInstance(
                SourceTaskContext.class.getClassLoader(),
                new Class<?>[] {SourceTaskContext.class},
                (proxy, method, args) -> {
                    if (method.getName().equals("offsetStorageReader")) {
                        return remembering;
                    }
                    try {
                        return method.invoke(context, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // Connect answers null for a partition it does not know
    public synchronized <T> Map<String, Object> offset(Map<String, T> partition) {
        return (Map<String, Object>) remember(partition, () -> storage.offset(partition));
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // Connect answers null for a partition it does not know
    public synchronized <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> partitions) {
        return (Map<Map<String, T>, Map<String, Object>>)
                remember(Set.copyOf(partitions), () -> storage.offsets(partitions));
    }

    private @Nullable Object remember(Object question, Supplier<@Nullable Object> ask) {
        long now = nanoTime.getAsLong();
        Answer known = answers.get(question);
        if (known == null || now - known.atNanos() > FRESH_NANOS) {
            known = new Answer(ask.get(), now);
            answers.put(question, known);
        }
        return known.offset();
    }
}
