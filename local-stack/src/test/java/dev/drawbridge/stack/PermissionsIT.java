package dev.drawbridge.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.stack.component.Component;
import dev.drawbridge.stack.process.Probe;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each role and user may do its own work and nothing else. */
@UsesStack
class PermissionsIT {

    @Test
    void captureReadsTheOutboxAlone(TestStack stack) throws Exception {
        allowed(stack, "drawbridge_capture", "select * from outbox");
        for (String table : List.of("orders", "order_lines", "order_staff_notes")) {
            allowed(stack, "drawbridge_writer", "select * from " + table);
            denied(stack, "drawbridge_capture", "select * from " + table);
        }
        denied(stack, "drawbridge_capture", "delete from outbox");
    }

    @Test
    void onlyCaptureEmitsLogicalMessages(TestStack stack) throws Exception {
        String emit = "select pg_logical_emit_message(%s, 'drawbridge.heartbeat', '')";
        allowed(stack, "drawbridge_capture", emit.formatted("true"));
        for (String role : List.of("drawbridge_writer", "drawbridge_owner")) {
            denied(stack, role, emit.formatted("true"));
            denied(stack, role, emit.formatted("false"));
        }
    }

    @Test
    void theSearchUserReadsTheAliasAndWritesNothing(TestStack stack) throws Exception {
        assertThat(status(stack, "search", "GET", "/orders/_search", null)).isEqualTo(200);
        assertThat(status(stack, "search", "GET", "/orders-000001/_search", null))
                .isEqualTo(403);
        assertThat(status(stack, "search", "PUT", "/orders/_doc/x", "{}")).isEqualTo(403);
        assertThat(status(stack, "search", "DELETE", "/orders-000001", null)).isEqualTo(403);
        assertThat(status(stack, "search", "GET", "/_security/user", null)).isEqualTo(403);
    }

    @Test
    void theSinkWritesToItsIndexesAlone(TestStack stack) throws Exception {
        assertThat(status(stack, "admin", "PUT", "/payroll", null)).isEqualTo(200);
        assertThat(status(stack, "sink", "PUT", "/payroll/_doc/x", "{}")).isEqualTo(403);
        assertThat(status(stack, "sink", "GET", "/payroll/_search", null)).isEqualTo(403);
        assertThat(status(stack, "sink", "GET", "/orders-000001/_search", null))
                .as("sees whether a new index of its own is empty")
                .isEqualTo(200);
        assertThat(status(stack, "sink", "GET", "/orders-000001/_doc/x", null)).isEqualTo(403);
        assertThat(status(stack, "sink", "PUT", "/orders-000009", null))
                .as("creates no index")
                .isEqualTo(403);
        assertThat(status(stack, "sink", "PUT", "/orders-000009/_doc/x", "{}"))
                .as("nor by writing")
                .isIn(403, 404);
        assertThat(status(stack, "sink", "PUT", "/orders-000001/_mapping", "{\"dynamic\":true}"))
                .isEqualTo(403);
        assertThat(status(stack, "sink", "DELETE", "/orders-000001/_doc/x", null))
                .isEqualTo(403);
        assertThat(status(stack, "admin", "DELETE", "/payroll", null)).isEqualTo(200);
    }

    @Test
    void searchPagesOnLoopbackMayAskFromABrowserAndOthersNot(TestStack stack) throws Exception {
        assertThat(allowedOrigin(stack, "http://localhost:5173")).isEqualTo("http://localhost:5173");
        assertThat(allowedOrigin(stack, "http://evil.example")).isEmpty();
    }

    @Test
    void nothingListensBeyondLoopback(TestStack stack) throws Exception {
        var addresses = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress())
                .toList();
        for (var address : addresses) {
            for (Component component : stack.stack.components()) {
                assertThatThrownBy(() -> {
                            try (Socket socket = new Socket()) {
                                socket.connect(new InetSocketAddress(address, component.port()), 500);
                            }
                        })
                        .as("%s on %s", component.name(), address)
                        .isInstanceOf(java.io.IOException.class);
            }
        }
    }

    private static String allowedOrigin(TestStack stack, String origin) throws Exception {
        return Probe.send(Probe.request(
                                stack.stack.elasticsearch.uri().resolve("/orders/_search"),
                                stack.stack.elasticsearch.credentials("search"))
                        .timeout(Duration.ofSeconds(5))
                        .header("Origin", origin))
                .headers()
                .firstValue("access-control-allow-origin")
                .orElse("");
    }

    private static int status(TestStack stack, String user, String method, String path, String body) throws Exception {
        return stack.elasticsearch(user, method, path, body).statusCode();
    }

    private static void allowed(TestStack stack, String role, String sql) throws SQLException {
        try (Connection connection = stack.database(role)) {
            connection.createStatement().execute(sql);
        }
    }

    private static void denied(TestStack stack, String role, String sql) {
        assertThatThrownBy(() -> allowed(stack, role, sql))
                .as("%s as %s", sql, role)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
    }
}
