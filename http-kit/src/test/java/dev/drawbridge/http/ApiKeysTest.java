package dev.drawbridge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeysTest {
    private final String shop = ApiKeys.generate();
    private final String office = ApiKeys.generate();
    private final ApiKeys keys = ApiKeys.parse("shop:" + ApiKeys.hash(shop) + " , office:" + ApiKeys.hash(office));

    @Test
    void knowsClientsByTheirKeys() {
        assertThat(keys.client("Bearer " + shop)).contains("shop");
        assertThat(keys.client("bearer " + office)).contains("office");
    }

    /** While a client changes from one key to the next, both are its own. */
    @Test
    void aClientMayHaveSeveralKeys() {
        String next = ApiKeys.generate();
        ApiKeys both = ApiKeys.parse(
                "shop:" + ApiKeys.hash(shop) + ",office:" + ApiKeys.hash(office) + ",shop:" + ApiKeys.hash(next));

        assertThat(both.client("Bearer " + shop)).contains("shop");
        assertThat(both.client("Bearer " + next)).contains("shop");
        assertThat(both.client("Bearer " + office)).contains("office");
        assertThat(keys.client("Bearer " + next)).isEmpty();
    }

    @Test
    void aKeyIsOfOneClientOnly() {
        String hash = ApiKeys.hash(shop);

        assertThatThrownBy(() -> ApiKeys.parse("shop:" + hash + ",office:" + hash))
                .hasMessage("entry 2 repeats the hash of another one");
    }

    @Test
    void knowsNobodyElse() {
        for (String header : new String[] {
            null, "", "Bearer", "Bearer ", shop, "Basic " + shop, "Bearer " + shop + "x", "Bearer " + ApiKeys.hash(shop)
        }) {
            assertThat(keys.client(header)).as(header).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop", "shop:", "shop:abc", ":HASH", "shop:HASH,", "shop:HASH,shop:HASH", "a b:HASH"})
    void refusesListsThatAreNone(String list) {
        String hash = ApiKeys.hash("x");

        assertThatThrownBy(() -> ApiKeys.parse(list.replace("HASH", hash)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining(hash);
    }

    @Test
    void nothingIsNobody() {
        assertThat(ApiKeys.parse("  ").isEmpty()).isTrue();
        assertThat(keys.isEmpty()).isFalse();
    }

    @Test
    void newKeysAreLongAndDiffer() {
        assertThat(shop).hasSize(43).isNotEqualTo(office);
        assertThat(ApiKeys.hash(shop)).matches("[0-9a-f]{64}");
    }
}
