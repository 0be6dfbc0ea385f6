// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.struct;

/** Codes of problems of fields of structs; see {@link org.cloister.api.ProblemCodes}. */
final class StructCodes {
    /** Input: this number does not fit into its field. */
    static final String FIELD_RANGE = "field.range";

    /** Input: these bytes do not fill their field. */
    static final String FIELD_SIZE = "field.size";

    private StructCodes() {}
}
