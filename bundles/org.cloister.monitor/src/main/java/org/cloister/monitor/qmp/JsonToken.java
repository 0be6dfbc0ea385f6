// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor.qmp;

/**
 * A word of JSON.
 *
 * @param kind one of the constants here, or the bracket or separator that it is
 * @param text its bytes as characters, quotes included
 * @param at its first byte's place in the piece
 */
record JsonToken(char kind, String text, int at) {
    static final char STRING = '"';
    static final char NUMBER = '0';
    static final char KEYWORD = 'a';
    /** There are no more. */
    static final char END = '\n';
}
