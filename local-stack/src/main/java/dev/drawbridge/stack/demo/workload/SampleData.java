package dev.drawbridge.stack.demo.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import net.datafaker.Faker;

/** Customers from several scripts and an assortment in which few products are bought often. Made once, drawn from often. */
final class SampleData {
    private static final List<String> LANGUAGES =
            List.of("en", "de", "fr", "tr", "ru", "ar", "ja", "ko", "zh-CN", "he");
    private static final List<String> CARRIERS = List.of("Harbour Parcel", "Ridge Freight", "Blue Courier");
    private static final int CUSTOMERS_PER_LANGUAGE = 25;
    private static final int PRODUCTS = 60;
    private static final int LONGEST_NAME = 200;

    private final Random random;
    private final List<Person> customers = new ArrayList<>();
    private final List<Product> products = new ArrayList<>();
    private final Faker faker;

    record Person(String name, String city) {}

    /** @param costCents what nobody outside may learn */
    record Product(String name, int cents, int costCents) {}

    SampleData(Random random) {
        this.random = random;
        this.faker = new Faker(Locale.ENGLISH, random);
        LANGUAGES.forEach(this::addCustomers);
        for (int i = 0; i < PRODUCTS; i++) {
            int cents = 199 + random.nextInt(50_000);
            products.add(new Product(
                    shortened(faker.commerce().productName()), cents, cents * (40 + random.nextInt(50)) / 100));
        }
    }

    private void addCustomers(String language) {
        Faker local = new Faker(Locale.forLanguageTag(language), random);
        for (int i = 0; i < CUSTOMERS_PER_LANGUAGE; i++) {
            customers.add(new Person(
                    shortened(local.name().fullName()),
                    shortened(local.address().city())));
        }
    }

    Person customer() {
        return customers.get(random.nextInt(customers.size()));
    }

    /** The first are drawn far more often than the last. */
    Product product() {
        double popularity = random.nextDouble();
        return products.get((int) (popularity * popularity * products.size()));
    }

    String reason() {
        return shortened(faker.lorem().sentence());
    }

    String staffNote() {
        return shortened(faker.lorem().sentence());
    }

    String couponCode() {
        return faker.commerce().promotionCode();
    }

    String carrier() {
        return CARRIERS.get(random.nextInt(CARRIERS.size()));
    }

    String trackingNumber() {
        return faker.numerify("##############");
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME);
    }
}
