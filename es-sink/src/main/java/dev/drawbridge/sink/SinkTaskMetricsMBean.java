package dev.drawbridge.sink;

/** What a sink task has done since it started, over JMX. Every record delivered ends in exactly one of the first four. */
public interface SinkTaskMetricsMBean {

    /** Documents that the index took, erasures included. */
    long getIndexed();

    /** Documents not needed because the index held a newer version. */
    long getConflicts();

    /** Documents never sent because a newer version of the same id was in the same bulk. */
    long getConflated();

    /** Records refused, here or by Elasticsearch, and handed to the dead letter queue. */
    long getReported();

    /** Erasure stubs among the indexed documents. */
    long getErased();

    /** Bulks sent again, whole or in part. */
    long getRetries();
}
