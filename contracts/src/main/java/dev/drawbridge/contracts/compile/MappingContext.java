package dev.drawbridge.contracts.compile;

/**
 * Where the compiler is.
 *
 * @param contractPath the context in the event that is being filled
 * @param scope what paths start from there
 */
record MappingContext(String contractPath, Scope scope) {

    MappingContext property(String name) {
        return new MappingContext(contractPath.isEmpty() ? name : contractPath + "." + name, scope);
    }
}
