package dev.drawbridge.sink.bulk.queue;

/** What is known of a document that Elasticsearch did not take, and when it is due. Guarded as its document is. */
public final class Retry implements Comparable<Retry> {

    private static final long NO_BOUND = Long.MAX_VALUE;

    private final long since;
    private int refusals;
    private int failures;
    private long due;
    private long mostBytes = NO_BOUND;
    private String answer = "";
    private String remedy = "";
    private long order;

    /** {@code since} in nanoseconds, as all times here. */
    Retry(long since) {
        this.since = since;
        this.due = since;
    }

    @Override
    public int compareTo(Retry other) {
        return due == other.due ? Long.compare(order, other.order) : Long.signum(due - other.due);
    }

    /** Records that Elasticsearch did not take the document and answered {@code answer}. */
    public void refused(String answer, String remedy) {
        this.answer = answer;
        this.remedy = remedy;
        refusals++;
    }

    /** Records that Elasticsearch failed at the document, and returns how often it has. */
    public int failed() {
        return ++failures;
    }

    /** {@code place} among the documents that are due together. */
    void inOrder(long place) {
        order = place;
    }

    public void dueAt(long nanos) {
        due = nanos;
    }

    /** The bulk with the document was refused as a whole: the next one holds {@code bytes} at most. */
    public void keepBelow(long bytes) {
        mostBytes = Math.min(mostBytes, bytes);
    }

    /** A bulk with the document was answered. */
    public void answered() {
        mostBytes = NO_BOUND;
    }

    public int refusals() {
        return refusals;
    }

    public long since() {
        return since;
    }

    long due() {
        return due;
    }

    /** The most bytes of a bulk that the document may be part of. */
    long mostBytes() {
        return mostBytes;
    }

    /** The last answer: status and types, never content. */
    public String answer() {
        return answer;
    }

    /** What to look at, given the answer. */
    public String remedy() {
        return remedy;
    }
}
