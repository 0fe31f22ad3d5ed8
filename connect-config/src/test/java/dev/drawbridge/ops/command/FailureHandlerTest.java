package dev.drawbridge.ops.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.ops.ActionRequiredException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.http.conn.ConnectTimeoutException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

class FailureHandlerTest {

    static Stream<Exception> silences() {
        return Stream.of(
                new ConnectException("http://somewhere"),
                new HttpTimeoutException("http://somewhere"),
                new SocketTimeoutException("http://somewhere"),
                new ConnectTimeoutException("http://somewhere"),
                new IOException("http://somewhere", new ExecutionException(new TimeoutException("later"))));
    }

    @ParameterizedTest
    @MethodSource("silences")
    void aServerThatDoesNotAnswerHasACodeOfItsOwn(Exception silence) {
        assertThat(handle(silence))
                .startsWith("A server does not answer: http://somewhere. Check the addresses")
                .endsWith("exit 4");
    }

    @Test
    void whatHasToBeDoneIsSaidAlone() {
        assertThat(handle(new ActionRequiredException("Do it."))).isEqualTo("Do it.\nexit 1");
        assertThat(handle(new IOException("Refused."))).isEqualTo("Refused.\nexit 1");
    }

    private static String handle(Exception e) {
        StringWriter printed = new StringWriter();
        CommandLine command = Drawbridge.commandLine().setErr(new PrintWriter(printed, true));
        int exit = new FailureHandler()
                .handleExecutionException(
                        e,
                        command,
                        ParseResult.builder(command.getCommandSpec()).build());
        return printed + "exit " + exit;
    }
}
