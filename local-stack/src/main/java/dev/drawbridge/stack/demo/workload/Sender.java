package dev.drawbridge.stack.demo.workload;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sends commands at their times whether or not earlier ones were answered, over connections that are kept: a server that is
 * slow is not asked less, as it would not be by independent people. Who is turned away comes again.
 */
public final class Sender {
    private static final int MOST_IN_FLIGHT = 500;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Problems with which nothing was saved and the command can be sent again, after {@code Retry-After} seconds. */
    private static final Set<String> TURNED_AWAY = Set.of("unavailable", "contended");

    private static final Pattern PROBLEM = Pattern.compile("/problems/([a-z-]+)\"");

    private static final BodyHandler<String> TEXT_OF_ERRORS =
            answer -> answer.statusCode() >= 400 ? BodySubscribers.ofString(UTF_8) : BodySubscribers.replacing("");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Semaphore inFlight = new Semaphore(MOST_IN_FLIGHT);
    private final URI orders;
    private final Workload workload;
    private final Answers answers;

    /** Called for each answer, on threads of the client. */
    public interface Answers {
        void sending(Command command);

        void accepted(Command command, int version, long due, long now);

        /** As its story has provoked it. */
        void refused();

        /** Refused though its story gave no reason; {@code answer} says the status, and the problem if it is one of ours. */
        void denied(String answer);

        /** No answer, or one that leaves open whether the command was committed. */
        void unanswered();

        /** Not carried out, and sent again later. */
        void retried();
    }

    public Sender(URI writeApi, Workload workload, Answers answers) {
        this.orders = writeApi.resolve("/orders/");
        this.workload = workload;
        this.answers = answers;
    }

    /** Sends the plan's commands; returns when all are answered or given up. */
    public void send(Plan plan) throws InterruptedException {
        long begin = System.nanoTime();
        for (long i = 0; i < plan.commands(); i++) {
            long due = begin + i * TimeUnit.SECONDS.toNanos(1) / plan.rate();
            waitUntil(due);
            inFlight.acquire();
            dispatch(due);
        }
        inFlight.acquire(MOST_IN_FLIGHT); // all have given back theirs
        inFlight.release(MOST_IN_FLIGHT);
    }

    private static void waitUntil(long due) throws InterruptedException {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private void dispatch(long due) {
        Story story = workload.next();
        Command command = story.next();
        answers.sending(command);
        send(command, story, due);
    }

    private void send(Command command, Story story, long due) {
        var unused = http.sendAsync(request(command), TEXT_OF_ERRORS).whenComplete((response, failure) -> {
            long now = System.nanoTime();
            if (isToBeRetried(response) && now - due < TIMEOUT.toNanos()) {
                answers.retried();
                CompletableFuture.delayedExecutor(pause(response), TimeUnit.SECONDS)
                        .execute(() -> send(command, story, due));
            } else {
                judge(command, response, due, now);
                workload.answered(story);
                inFlight.release();
            }
        });
    }

    private static boolean isToBeRetried(@Nullable HttpResponse<String> response) {
        return response != null && response.statusCode() == 503 && TURNED_AWAY.contains(problem(response));
    }

    /** The last part of the problem's type; empty for any other answer. */
    private static String problem(HttpResponse<String> response) {
        Matcher type = PROBLEM.matcher(response.body());
        return type.find() ? type.group(1) : "";
    }

    private static long pause(HttpResponse<?> response) {
        return response.headers().firstValueAsLong("Retry-After").orElse(1);
    }

    private HttpRequest request(Command command) {
        return HttpRequest.newBuilder(orders.resolve(command.order() + "/" + command.task()))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(command.body(), UTF_8))
                .build();
    }

    private void judge(Command command, @Nullable HttpResponse<String> response, long due, long now) {
        int hundreds = response == null ? 0 : response.statusCode() / 100;
        if (response == null || (hundreds != 2 && hundreds != 4)) {
            answers.unanswered();
        } else if (hundreds == 2) {
            answers.accepted(command, version(response), due, now);
        } else if (ScenarioGenerator.PROVOKED.contains(problem(response))) {
            answers.refused();
        } else {
            answers.denied((response.statusCode() + " " + problem(response)).strip());
        }
    }

    /** The ETag, which is the aggregate's version in quotes. */
    private static int version(HttpResponse<?> response) {
        return Integer.parseInt(
                response.headers().firstValue("ETag").orElse("\"0\"").replace("\"", ""));
    }
}
