package dev.drawbridge.stack;

import dev.drawbridge.stack.process.Probe;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Clients that send commands for orders and do not give up: what is not answered is sent again with the same
 * Idempotency-Key until it is. Orders are shared by all clients, so commands on one order meet each other.
 */
final class CommandLoad implements AutoCloseable {
    private static final int CLIENTS = 6;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** Answers that will not change, whoever asks again. */
    private static final Set<String> REFUSALS =
            Set.of("order-exists", "order-erased", "order-cancelled", "order-full", "order-not-found");

    private final TestStack stack;
    private final Random random;
    private final List<UUID> orders;
    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    private final Set<UUID> created = new HashSet<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();
    private final Map<UUID, Set<Long>> acknowledged = new ConcurrentHashMap<>();

    private record Command(UUID order, String task, String body) {}

    CommandLoad(TestStack stack, int orders, Random random) {
        this.stack = stack;
        this.random = random;
        this.orders = IntStream.range(0, orders).mapToObj(i -> uuid(random)).toList();
    }

    /** Those that a command was sent for: chance leaves out one of 200 now and then. */
    List<UUID> orders() {
        return List.copyOf(created);
    }

    /** Commands answered for good, accepted or refused. */
    int answered() {
        return answered.get();
    }

    /** How often a command had to be sent again. */
    int repeated() {
        return repeated.get();
    }

    long accepted() {
        return acknowledged.values().stream().mapToLong(Set::size).sum();
    }

    /** Sends so many more commands; the future ends when each has its answer. */
    CompletableFuture<Void> send(int commands) {
        BlockingQueue<Command> queue = new ArrayBlockingQueue<>(commands);
        queue.addAll(Stream.generate(this::next).limit(commands).toList());
        return CompletableFuture.allOf(IntStream.range(0, CLIENTS)
                .mapToObj(client -> CompletableFuture.runAsync(() -> work(queue), clients))
                .toArray(CompletableFuture[]::new));
    }

    /** An order that holds another number of versions than commands were accepted for it, in words. */
    Optional<String> firstBrokenPromise() throws Exception {
        Map<UUID, Stores.Committed> tables = Stores.read(stack, orders).tables();
        return orders().stream()
                .filter(order -> acknowledged.getOrDefault(order, Set.of()).size() != version(tables.get(order)))
                .map(order -> "order " + order + " acknowledged versions " + acknowledged.get(order) + " and holds "
                        + tables.get(order))
                .findFirst();
    }

    private static long version(Stores.Committed committed) {
        return committed == null ? 0 : committed.version();
    }

    private void work(BlockingQueue<Command> queue) {
        try {
            for (Command command = queue.poll(); command != null; command = queue.poll()) {
                long version = sendUntilAnswered(command);
                if (version > 0
                        && !acknowledged
                                .computeIfAbsent(command.order(), order -> ConcurrentHashMap.newKeySet())
                                .add(version)) {
                    throw new IllegalStateException(
                            "Two commands were given version " + version + " of order " + command.order());
                }
                answered.incrementAndGet();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the version made, or 0 when refused. */
    private long sendUntilAnswered(Command command) throws InterruptedException {
        String key = "\"" + UUID.randomUUID() + "\"";
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String last = "nothing";
        while (System.nanoTime() < deadline) {
            try {
                HttpResponse<String> answer = Probe.send(Probe.request(
                                stack.stack.writeApi.uri().resolve("/orders/" + command.order() + "/" + command.task()),
                                null)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(BodyPublishers.ofString(command.body())));
                if (answer.statusCode() / 100 == 2) {
                    return TestStack.JSON.readTree(answer.body()).get("version").asLong();
                }
                if (REFUSALS.contains(problem(answer))) {
                    return 0;
                }
                last = answer.statusCode() + " " + answer.body();
            } catch (IOException e) {
                last = e.toString();
            }
            repeated.incrementAndGet();
            Thread.sleep(100);
        }
        throw new IllegalStateException(
                command.task() + " was not answered in " + PATIENCE + "; the last answer: " + last);
    }

    private static String problem(HttpResponse<String> answer) throws IOException {
        String type = TestStack.JSON.readTree(answer.body()).path("type").asText();
        return type.substring(type.lastIndexOf('/') + 1);
    }

    /** Mostly lines; some orders are cancelled and some erased, so later commands on them are refused. */
    private Command next() {
        UUID order = orders.get(random.nextInt(orders.size()));
        if (created.add(order)) {
            return new Command(
                    order,
                    "create",
                    "{\"customerName\":\"Zoë %d\",\"customerCity\":\"Graz\"}".formatted(random.nextInt(1000)));
        }
        int dice = random.nextInt(100);
        if (dice < 3) {
            return new Command(order, "erase", "{}");
        }
        return dice < 8
                ? new Command(order, "cancel", "{\"reason\":\"no longer needed %d\"}".formatted(dice))
                : new Command(
                        order,
                        "add-line",
                        "{\"productName\":\"Product %d\",\"quantity\":%d,\"unitPrice\":%d.%02d,\"unitCost\":1.00}"
                                .formatted(
                                        random.nextInt(20),
                                        1 + random.nextInt(9),
                                        1 + random.nextInt(99),
                                        random.nextInt(100)));
    }

    private static UUID uuid(Random random) {
        return new UUID((random.nextLong() & ~0xF000L) | 0x7000L, (random.nextLong() & ~(3L << 62)) | (2L << 62));
    }

    @Override
    public void close() {
        clients.shutdownNow();
    }
}
