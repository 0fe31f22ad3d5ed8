package dev.drawbridge.write;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** Stands between a client and PostgreSQL, and cuts the connection at the next commit, before or after it is passed on. */
public final class CuttingProxy implements AutoCloseable {
    private static final byte[] COMMIT = "COMMIT\0".getBytes(StandardCharsets.US_ASCII);

    /** What happens at the next commit. */
    public enum Cut {
        NEVER,
        BEFORE_COMMIT,
        AFTER_COMMIT
    }

    private final ServerSocket listening;
    private final int target;
    private final AtomicReference<Cut> next = new AtomicReference<>(Cut.NEVER);
    private final AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Set<Socket> forgotten = ConcurrentHashMap.newKeySet();

    public CuttingProxy(int target) throws IOException {
        this.target = target;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    public int port() {
        return listening.getLocalPort();
    }

    public void cutNext(Cut cut) {
        next.set(cut);
    }

    /** Cuts before the next commit; the client notices when {@code meanwhile} is done. */
    public void cutNext(Runnable meanwhile) {
        this.meanwhile.set(meanwhile);
        cutNext(Cut.BEFORE_COMMIT);
    }

    /** Passes nothing on any more of what clients send on the connections of today, as a firewall after they were idle for long. */
    public void forgetConnections() {
        forgotten.addAll(sockets);
    }

    /** False when no commit has come by since {@link #cutNext}. */
    public boolean hasCut() {
        return next.get() == Cut.NEVER;
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listening.accept();
            sockets.add(client);
            start(() -> connect(client));
        }
    }

    private void connect(Socket client) throws IOException {
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(server);
            AtomicBoolean keepReply = new AtomicBoolean();
            start(() -> answers(server, client, keepReply));
            start(() -> requests(client, server, keepReply));
        } catch (IOException down) {
            client.close();
        }
    }

    private void requests(Socket client, Socket server, AtomicBoolean keepReply) throws IOException {
        try (client;
                server) {
            byte[] buffer = new byte[65_536];
            for (int n = client.getInputStream().read(buffer);
                    n >= 0;
                    n = client.getInputStream().read(buffer)) {
                if (forgotten.contains(client)) {
                    continue;
                }
                Cut cut = holdsCommit(buffer, n) ? next.getAndSet(Cut.NEVER) : Cut.NEVER;
                if (cut == Cut.BEFORE_COMMIT) {
                    meanwhile.getAndSet(() -> {}).run();
                    return;
                }
                keepReply.set(cut == Cut.AFTER_COMMIT);
                server.getOutputStream().write(buffer, 0, n);
                server.getOutputStream().flush();
            }
        }
    }

    /** The server's word that it has committed is the last thing on the connection, and is not passed on. */
    private static void answers(Socket server, Socket client, AtomicBoolean keepReply) throws IOException {
        try (client;
                server) {
            byte[] buffer = new byte[65_536];
            for (int n = server.getInputStream().read(buffer);
                    n >= 0;
                    n = server.getInputStream().read(buffer)) {
                if (keepReply.get()) {
                    return;
                }
                client.getOutputStream().write(buffer, 0, n);
                client.getOutputStream().flush();
            }
        }
    }

    private static boolean holdsCommit(byte[] bytes, int length) {
        for (int at = 0; at + COMMIT.length <= length; at++) {
            if (java.util.Arrays.equals(bytes, at, at + COMMIT.length, COMMIT, 0, COMMIT.length)) {
                return true;
            }
        }
        return false;
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException ended) { // as connections do
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
