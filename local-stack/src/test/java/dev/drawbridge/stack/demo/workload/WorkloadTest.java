package dev.drawbridge.stack.demo.workload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WorkloadTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int COMMANDS = 2_000;

    @Test
    void noOrderIsSentACommandBeforeItsLastOneWasAnswered() {
        Workload workload = new Workload(new Random(1), 50);
        Deque<Map.Entry<UUID, Story>> unanswered = new ArrayDeque<>();
        Set<UUID> busy = new HashSet<>();
        for (int i = 0; i < COMMANDS; i++) {
            Story story = workload.next();
            UUID order = story.next().order();
            assertThat(busy.add(order)).as("order " + order + " is free").isTrue();
            unanswered.add(Map.entry(order, story));
            if (unanswered.size() > 20) {
                Map.Entry<UUID, Story> answered = unanswered.remove();
                busy.remove(answered.getKey());
                workload.answered(answered.getValue());
            }
        }
    }

    @Test
    void everyOrderIsCreatedFirstAndNothingFollowsItsErasure() {
        Map<UUID, List<String>> lives = new HashMap<>();
        commands(COMMANDS).forEach(command -> lives.computeIfAbsent(command.order(), id -> new ArrayList<>())
                .add(command.task()));
        assertThat(lives.values()).allSatisfy(tasks -> {
            assertThat(tasks.get(0)).isEqualTo("create");
            assertThat(tasks.subList(0, tasks.size() - 1)).doesNotContain("erase");
        });
        assertThat(lives.values())
                .as("cancelled, tried in vain, erased")
                .anySatisfy(tasks -> assertThat(tasks).containsSubsequence("cancel", "add-line"))
                .anySatisfy(tasks -> assertThat(tasks).endsWith("erase"));
    }

    /** So that the demo shows every command, and a new one is not forgotten here. */
    @Test
    void everyTaskOfTheWriteApiIsSent() throws Exception {
        Set<String> tasks = new HashSet<>();
        try (InputStream openApi = Files.newInputStream(Path.of("../write-api/src/main/resources/openapi.json"))) {
            JSON.readTree(openApi).path("paths").fieldNames().forEachRemaining(path -> {
                if (path.startsWith("/orders/{id}/")) {
                    tasks.add(path.substring("/orders/{id}/".length()));
                }
            });
        }
        assertThat(tasks).isNotEmpty();
        assertThat(commands(COMMANDS).stream().map(Command::task).distinct())
                .containsExactlyInAnyOrderElementsOf(tasks);
    }

    @Test
    void customersComeFromSeveralScriptsAndProductsRepeat() throws Exception {
        Set<Character.UnicodeScript> scripts = new HashSet<>();
        Map<String, Integer> products = new HashMap<>();
        for (Command command : commands(COMMANDS)) {
            JsonNode body = JSON.readTree(command.body());
            body.path("customerName")
                    .asText()
                    .codePoints()
                    .mapToObj(Character.UnicodeScript::of)
                    .forEach(scripts::add);
            if (command.task().equals("add-line")) {
                products.merge(body.path("productName").asText(), 1, Integer::sum);
            }
        }
        assertThat(scripts)
                .contains(
                        Character.UnicodeScript.LATIN,
                        Character.UnicodeScript.CYRILLIC,
                        Character.UnicodeScript.ARABIC,
                        Character.UnicodeScript.HAN,
                        Character.UnicodeScript.HANGUL);
        assertThat(products).hasSizeBetween(20, 60);
    }

    private static List<Command> commands(int count) {
        Workload workload = new Workload(new Random(2), 50);
        List<Command> commands = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Story story = workload.next();
            commands.add(story.next());
            workload.answered(story);
        }
        return commands;
    }
}
