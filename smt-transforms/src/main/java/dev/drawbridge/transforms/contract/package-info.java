/** What may become public: contracts, the mappings that fill them, and the compiler that proves the two fit. Knows nothing of Kafka Connect. */
@NullMarked
package dev.drawbridge.transforms.contract;

import org.jspecify.annotations.NullMarked;
