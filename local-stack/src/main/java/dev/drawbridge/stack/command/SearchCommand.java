package dev.drawbridge.stack.command;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.query_dsl.Operator;
import co.elastic.clients.elasticsearch._types.query_dsl.TextQueryType;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.elasticsearch.core.search.Hit;
import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.ops.ActionRequiredException;
import dev.drawbridge.ops.elastic.ElasticsearchClients;
import dev.drawbridge.ops.environment.HttpAccess;
import dev.drawbridge.ops.files.ReadModel;
import dev.drawbridge.stack.component.Stack;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Searches an alias as the read-only user, as a search page would. */
@Command(name = "search", description = "Find documents of a read model by words in any of their fields.")
public final class SearchCommand implements Callable<Integer> {
    private static final int HITS = 20;
    private static final String READER = "search";

    private final Local local;

    @Parameters(index = "0", paramLabel = "WORDS", description = "All of them must occur")
    private String words = "";

    @Option(names = "--read-model", paramLabel = "NAME", description = "Which read model; the only one by default.")
    private @Nullable String readModel;

    SearchCommand(Local local) {
        this.local = local;
    }

    @Override
    public Integer call() throws Exception {
        Stack stack = local.stack(Local.SILENT);
        SearchResponse<JsonNode> answer =
                search(stack.elasticsearch.access(READER), alias(stack.files().readModels()), words);
        for (Hit<JsonNode> hit : answer.hits().hits()) {
            System.out.println(hit.id() + " v" + hit.version() + " " + hit.source());
        }
        var total = answer.hits().total();
        System.out.println((total == null ? 0 : total.value()) + " found in " + answer.took() + " ms");
        return 0;
    }

    private String alias(List<ReadModel> readModels) {
        List<String> names = readModels.stream().map(ReadModel::alias).toList();
        String wanted = readModel;
        if (wanted == null ? names.size() != 1 : !names.contains(wanted)) {
            throw new ActionRequiredException(
                    "Say which read model: --read-model with one of " + String.join(", ", names) + ".");
        }
        return wanted == null ? names.get(0) : wanted;
    }

    /** Each word may stand in another field: a name in one, a product in the next. */
    public static SearchResponse<JsonNode> search(HttpAccess elasticsearch, String alias, String words)
            throws IOException {
        try (ElasticsearchClient client = ElasticsearchClients.open(elasticsearch)) {
            return client.search(
                    search -> search.index(alias)
                            .size(HITS)
                            .version(true)
                            .query(query -> query.multiMatch(match -> match.query(words)
                                    .fields("*")
                                    .lenient(true)
                                    .type(TextQueryType.CrossFields)
                                    .operator(Operator.And))),
                    JsonNode.class);
        } catch (ElasticsearchException e) {
            throw new ActionRequiredException(
                    "Elasticsearch refuses the search of " + alias + " (" + ElasticsearchClients.describe(e) + ").");
        }
    }
}
