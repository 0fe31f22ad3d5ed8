package dev.drawbridge.stack.process;

import dev.drawbridge.ops.ActionRequiredException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where each component listens, on loopback only. */
public record Ports(int writeApi, int connect, int elasticsearch, int kafka, int postgres) {
    private static final int CONNECT_TIMEOUT_MS = 1000;

    /**
     * The well-known ports, each overridable by {@code DRAWBRIDGE_<NAME>_PORT}.
     *
     * @throws ActionRequiredException naming the variable that holds no port, or one that another component has
     */
    public static Ports from(Map<String, String> environment) {
        Ports ports = new Ports(
                port(environment, "WRITE_API", 8080),
                port(environment, "CONNECT", 8083),
                port(environment, "ELASTICSEARCH", 9200),
                port(environment, "KAFKA", 9092),
                port(environment, "POSTGRES", 5432));
        ports.requireDifferent();
        return ports;
    }

    private void requireDifferent() {
        Map<Integer, String> taken = new HashMap<>();
        List.of(
                        Map.entry("WRITE_API", writeApi),
                        Map.entry("CONNECT", connect),
                        Map.entry("ELASTICSEARCH", elasticsearch),
                        Map.entry("KAFKA", kafka),
                        Map.entry("POSTGRES", postgres))
                .forEach(each -> {
                    String other = taken.put(each.getValue(), each.getKey());
                    if (other != null) {
                        throw new ActionRequiredException(variable(other) + " and " + variable(each.getKey())
                                + " are both " + each.getValue() + "; set one of them to another port.");
                    }
                });
    }

    /** Five ports that are free now. */
    public static Ports free() {
        List<Integer> free = freePorts(5);
        return new Ports(free.get(0), free.get(1), free.get(2), free.get(3), free.get(4));
    }

    /** One that is free now and none of these, of which some may be free as well: their servers have yet to start. */
    public int another() {
        int port = freePort();
        return List.of(writeApi, connect, elasticsearch, kafka, postgres).contains(port) ? another() : port;
    }

    public static String variable(String name) {
        return "DRAWBRIDGE_" + name + "_PORT";
    }

    private static int port(Map<String, String> environment, String name, int fallback) {
        String value = environment.getOrDefault(variable(name), String.valueOf(fallback));
        if (!value.matches("[1-9][0-9]{0,4}") || Integer.parseInt(value) > 65535) {
            throw new ActionRequiredException(
                    variable(name) + "=" + value + " is not a port; set it to a number from 1 to 65535.");
        }
        return Integer.parseInt(value);
    }

    /** Whether something listens: asked without taking the port, not even for a moment, from the one that is to listen. */
    public static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_TIMEOUT_MS);
            return socket.getLocalPort() != port; // where nobody listens, TCP may connect a socket to itself
        } catch (IOException e) {
            return false;
        }
    }

    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    public static int freePort() {
        return freePorts(1).get(0);
    }

    /** Each is held until all are found, so that they differ. */
    private static List<Integer> freePorts(int count) {
        if (count == 0) {
            return List.of();
        }
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Integer> ports = new ArrayList<>(freePorts(count - 1));
            ports.add(socket.getLocalPort());
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
