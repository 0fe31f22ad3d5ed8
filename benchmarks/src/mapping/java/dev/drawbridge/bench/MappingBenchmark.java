package dev.drawbridge.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drawbridge.transforms.PublishEvent;
import io.debezium.transforms.outbox.EventRouter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * One change event of the outbox, from Debezium's envelope to what is handed to the converter: PublishEvent against
 * Debezium's EventRouter, plain and with expanded JSON, and against Jackson reading and writing the payload as the floor.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 4, time = 2)
public class MappingBenchmark {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTRACT = "connect-config/contexts/orders/mapping.yaml";

    private final SourceRecord captured = OutboxRecords.lineAdded();
    private final PublishEvent<SourceRecord> publishEvent = new PublishEvent<>();
    private final EventRouter<SourceRecord> plain = new EventRouter<>();
    private final EventRouter<SourceRecord> expanding = new EventRouter<>();
    private final JsonConverter converter = new JsonConverter();

    /** Runs these benchmarks, or those whose names match the first argument, with JMH's options. */
    public static void main(String[] args) throws RunnerException, CommandLineOptionException {
        new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(Arrays.copyOfRange(args, Math.min(1, args.length), args.length)))
                        .include(args.length == 0 ? MappingBenchmark.class.getSimpleName() : args[0])
                        .build())
                .run();
    }

    /** Configures the three transforms alike. */
    @Setup
    public void configure() {
        publishEvent.configure(Map.of("contract", System.getProperty("contract", CONTRACT)));
        Map<String, Object> router = new HashMap<>(Map.of(
                "table.field.event.key", "aggregateid",
                "route.by.field", "aggregatetype",
                "table.fields.additional.placement", "version:header,occurredat:header,payloadversion:header"));
        plain.configure(router);
        router.put("table.expand.json.payload", "true");
        expanding.configure(router);
        converter.configure(Map.of("schemas.enable", "false"), false);
    }

    /** A fresh record around the same change each time, because EventRouter adds to the headers of the one it is given. */
    private SourceRecord changed() {
        return captured.newRecord(
                captured.topic(),
                captured.kafkaPartition(),
                captured.keySchema(),
                captured.key(),
                captured.valueSchema(),
                captured.value(),
                captured.timestamp(),
                new ConnectHeaders());
    }

    /** Envelope to public event as bytes. */
    @Benchmark
    public SourceRecord publishEvent() {
        return publishEvent.apply(changed());
    }

    /** The payload as the text it is. */
    @Benchmark
    public SourceRecord eventRouterPlain() {
        return plain.apply(changed());
    }

    /** The payload as a Struct, which no broker takes yet. */
    @Benchmark
    public SourceRecord eventRouterExpanded() {
        return expanding.apply(changed());
    }

    /** The same, made bytes by JsonConverter: what PublishEvent's result is to be compared with. */
    @Benchmark
    public byte[] eventRouterExpandedToBytes() {
        SourceRecord routed = expanding.apply(changed());
        return converter.fromConnectData(routed.topic(), routed.valueSchema(), routed.value());
    }

    /** Reading the payload into a tree and writing it again. */
    @Benchmark
    public byte[] jacksonParseAndWrite() throws JsonProcessingException {
        return JSON.writeValueAsString(JSON.readTree(OutboxRecords.PAYLOAD)).getBytes(StandardCharsets.UTF_8);
    }
}
