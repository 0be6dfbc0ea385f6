// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor.qmp;

import com.google.gson.JsonElement;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.function.Predicate;

/** The types of parameters, with QEMU's names for them. */
public enum Type {
    /** Text. */
    STRING(
            value -> isPrimitive(value) && value.getAsJsonPrimitive().isString(),
            "Invalid parameter type for '%s', expected: string"),
    /** A signed whole number of 64 bits. */
    INTEGER(value -> isWhole(value, Long.SIZE - 1), "Invalid parameter type for '%s', expected: integer"),
    /** A whole number of 64 bits; a negative one is taken for the unsigned one with the same bits, as in QEMU. */
    UINT64(value -> isWhole(value, Long.SIZE), "Parameter '%s' expects uint64"),
    /** Values in a row. */
    ARRAY(JsonElement::isJsonArray, "Invalid parameter type for '%s', expected: array");

    private final Predicate<JsonElement> fits;
    private final String complaint;

    Type(Predicate<JsonElement> fits, String complaint) {
        this.fits = fits;
        this.complaint = complaint;
    }

    void check(String name, JsonElement value) {
        if (!fits.test(value)) {
            throw ErrorClass.GENERIC.error(String.format(Locale.ROOT, complaint, name));
        }
    }

    private static boolean isPrimitive(JsonElement value) {
        return value.isJsonPrimitive();
    }

    private static boolean isWhole(JsonElement value, int bits) {
        if (!isPrimitive(value) || !value.getAsJsonPrimitive().isNumber()) {
            return false;
        }
        Number number = value.getAsNumber();
        return !(number instanceof BigDecimal) && ((BigInteger) number).bitLength() <= bits;
    }
}
