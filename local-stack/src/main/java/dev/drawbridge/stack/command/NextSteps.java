package dev.drawbridge.stack.command;

import dev.drawbridge.stack.component.PostgresServer;
import dev.drawbridge.stack.component.Stack;
import dev.drawbridge.stack.process.Home;
import java.util.UUID;

/** What a person can do with a stack that is up, ready to copy and paste. */
final class NextSteps {
    private NextSteps() {}

    static String of(Stack stack, Home home) {
        String order = stack.writeApi.uri() + "/orders/" + UUID.randomUUID();
        return """

                Create an order and give it a line:
                  curl -sS -X POST %1$s/create -H 'Content-Type: application/json' -d '{"customerName":"Ada Lovelace","customerCity":"London"}'
                  curl -sS -X POST %1$s/add-line -H 'Content-Type: application/json' -d '{"productName":"Difference Engine","quantity":1,"unitPrice":1991.00,"unitCost":1822.00}'
                A second later, find it, as the read-only user of a search page (the password goes from its file to curl, not onto a command line):
                  sed -n 's/^elasticsearch.search.password=/user=search:/p' %9$s | curl -sS -K - '%2$s/orders/_search?q=customerName:lovelace&pretty'
                  ./drawbridge search "ada engine"
                Send a stream of orders, and see how long each takes to be found:
                  ./drawbridge demo

                Addresses:
                  write API      %4$s
                  Connect REST   %5$s/connectors
                  Elasticsearch  %2$s  (users admin, sink, search)
                  Kafka          %6$s  (public events: orders.public.v1)
                  PostgreSQL     127.0.0.1:%7$d/%8$s  (roles drawbridge_owner, drawbridge_writer, drawbridge_capture)
                  passwords      %3$s
                """.formatted(
                        order,
                        stack.elasticsearch.uri(),
                        home.secrets(),
                        stack.writeApi.uri(),
                        stack.connect.uri(),
                        stack.broker.bootstrap(),
                        stack.postgres.port(),
                        PostgresServer.DATABASE,
                        quoted(home.secrets().toString()));
    }

    /** One word for a shell, whatever is in it. */
    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
