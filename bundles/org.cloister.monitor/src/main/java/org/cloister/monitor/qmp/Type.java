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
            "Invalid parameter type for '%s', expected: string",
            Shape.TEXT),
    /** A signed whole number of 64 bits. */
    INTEGER(value -> isWhole(value, Long.SIZE - 1), "Invalid parameter type for '%s', expected: integer", Shape.NUMBER),
    /** A whole number of 64 bits; a negative one is taken for the unsigned one with the same bits, as in QEMU. */
    UINT64(value -> isWhole(value, Long.SIZE), "Parameter '%s' expects uint64", Shape.NUMBER),
    /** Names of capabilities; there are none, and QEMU's schema names its one all the same. */
    CAPABILITIES(
            JsonElement::isJsonArray,
            "Invalid parameter type for '%s', expected: array",
            Shape.items(Shape.words("oob")));

    private final Predicate<JsonElement> fits;
    private final String complaint;
    private final Shape shape;

    Type(Predicate<JsonElement> fits, String complaint, Shape shape) {
        this.fits = fits;
        this.complaint = complaint;
        this.shape = shape;
    }

    Shape shape() {
        return shape;
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
