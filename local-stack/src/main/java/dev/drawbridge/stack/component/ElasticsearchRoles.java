package dev.drawbridge.stack.component;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What the users of the file realm may do. The sink may write documents to the indexes of the read models and to no others, and
 * stores in an index of its own what they have seen; it searches them only to see whether they are empty. A page may read the
 * aliases. The named privilege {@code index} would let the sink change mappings as well, so its two actions are listed instead.
 */
final class ElasticsearchRoles {
    private static final String NONE = "no-read-model";

    private ElasticsearchRoles() {}

    /** The file {@code roles.yml}. */
    static String text(List<String> readModels) {
        List<String> names = readModels.isEmpty() ? List.of(NONE) : readModels;
        return """
                sink_writer:
                  indices:
                    - names: [%s]
                      privileges: ['indices:data/write/bulk*', 'indices:data/write/index*', 'indices:admin/refresh*', 'indices:data/read/search*', view_index_metadata]
                    - names: ['drawbridge-sink-checkpoints']
                      privileges: [create_index, 'indices:data/write/bulk*', 'indices:data/write/index*', 'indices:data/read/mget*', view_index_metadata]
                search_reader:
                  indices:
                    - names: [%s]
                      privileges: [read, view_index_metadata]
                """.formatted(list(names, "-*"), list(names, ""));
    }

    private static String list(List<String> names, String ending) {
        return names.stream().map(name -> "'" + name + ending + "'").collect(Collectors.joining(", "));
    }
}
