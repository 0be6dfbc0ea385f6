// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

/** A value of a type, from its text. */
final class TypedValue {
    private TypedValue() {}

    static Object of(char type, String text, int line) throws WrongLine {
        try {
            return switch (Character.toUpperCase(type)) {
                case 'I' -> Integer.valueOf(text);
                case 'L' -> Long.valueOf(text);
                case 'S' -> Short.valueOf(text);
                case 'X' -> Byte.valueOf(text);
                // Felix writes the bits of a floating point number; people write a point
                case 'F' ->
                    text.contains(".")
                            ? Float.valueOf(text)
                            : Float.valueOf(Float.intBitsToFloat(Integer.parseInt(text)));
                case 'D' ->
                    text.contains(".")
                            ? Double.valueOf(text)
                            : Double.valueOf(Double.longBitsToDouble(Long.parseLong(text)));
                case 'C' -> character(text, line);
                case 'B' -> truth(text, line);
                default -> text;
            };
        } catch (NumberFormatException e) {
            throw new WrongLine(line, "this is not a number of its type", text, "a number of type " + type);
        }
    }

    private static Character character(String text, int line) throws WrongLine {
        if (text.length() != 1) {
            throw new WrongLine(line, "this is not one character", text, "one character");
        }
        return text.charAt(0);
    }

    private static Boolean truth(String text, int line) throws WrongLine {
        return switch (text) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> throw new WrongLine(line, "this is neither true nor false", text, "true or false");
        };
    }

    /** An array for values of a type; of the classes, since Config Admin takes both alike. */
    static Object[] array(char type) {
        return switch (Character.toUpperCase(type)) {
            case 'I' -> new Integer[0];
            case 'L' -> new Long[0];
            case 'S' -> new Short[0];
            case 'X' -> new Byte[0];
            case 'F' -> new Float[0];
            case 'D' -> new Double[0];
            case 'C' -> new Character[0];
            case 'B' -> new Boolean[0];
            default -> new String[0];
        };
    }
}
