package dev.drawbridge.sink.offsets;

import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;

/** A record shows that its topic is not the one that the index has seen; the message gets its remedy where the index is known. */
final class TopicRecreatedException extends ConnectException {

    private final String topic;

    TopicRecreatedException(SinkRecord record, String evidence) {
        super("Cannot resume " + record.originalTopic() + "-" + record.originalKafkaPartition()
                + ": the topic was deleted and recreated, or has lost records, since the index saw it. The record at offset "
                + record.originalKafkaOffset() + " " + evidence);
        this.topic = record.originalTopic();
    }

    String topic() {
        return topic;
    }

    private TopicRecreatedException(String message, TopicRecreatedException cause) {
        super(message, cause);
        this.topic = cause.topic;
    }

    /** @param adoption the option that has the index adopted as it is */
    TopicRecreatedException withRemedy(String index, String adoption) {
        return new TopicRecreatedException(
                getMessage()
                        + ". Rebuild the index: name a new one in topic.to.external.resource.mapping, then move the alias. If "
                        + index + " may keep what the earlier topic said, set " + adoption
                        + ", and its topics are read from the beginning",
                this);
    }
}
