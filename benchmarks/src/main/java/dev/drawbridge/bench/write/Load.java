package dev.drawbridge.bench.write;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Clients that send one command after the other, and how long each took. Used by one thread. */
final class Load {

    /** One client; used by one thread. */
    interface Client extends AutoCloseable {
        void createOrder() throws Exception;

        /** On the order that was created last. */
        void addLine() throws Exception;

        @Override
        void close() throws IOException;
    }

    private final int clients;
    private final Callable<Client> connect;
    private final List<long[]> latencies = new ArrayList<>();

    private double seconds;

    Load(int clients, Callable<Client> connect) {
        this.clients = clients;
        this.connect = connect;
    }

    void run(int forSeconds) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            long start = System.nanoTime();
            long end = start + forSeconds * 1_000_000_000L;
            List<Future<long[]>> runs = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                runs.add(threads.submit(() -> commandsUntil(end)));
            }
            for (Future<long[]> run : runs) {
                latencies.add(run.get());
            }
            seconds += (System.nanoTime() - start) / 1e9;
        } finally {
            threads.shutdownNow();
        }
    }

    /** What was measured until now was for warming up. */
    void forget() {
        latencies.clear();
        seconds = 0;
    }

    double perSecond() {
        return latencies.stream().mapToInt(mine -> mine.length).sum() / seconds;
    }

    double percentileMillis(double share) {
        long[] all = latencies.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return all[(int) Math.ceil(share * all.length) - 1] / 1e6;
    }

    private long[] commandsUntil(long end) throws Exception {
        long[] nanos = new long[1_024];
        int count = 0;
        try (Client client = connect.call()) {
            for (long begin = System.nanoTime(); begin < end; begin = System.nanoTime()) {
                if (count % 2 == 0) {
                    client.createOrder();
                } else {
                    client.addLine();
                }
                if (count == nanos.length) {
                    nanos = Arrays.copyOf(nanos, 2 * count);
                }
                nanos[count++] = System.nanoTime() - begin;
            }
        }
        return Arrays.copyOf(nanos, count);
    }
}
