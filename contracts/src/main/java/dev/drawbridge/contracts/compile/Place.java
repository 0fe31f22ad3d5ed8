package dev.drawbridge.contracts.compile;

/**
 * Where the compiler is.
 *
 * @param contractPath the place in the event that is being filled
 * @param scope what paths start from there
 */
record Place(String contractPath, Scope scope) {

    Place property(String name) {
        return new Place(contractPath.isEmpty() ? name : contractPath + "." + name, scope);
    }
}
