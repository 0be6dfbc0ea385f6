// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.x509;

import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;

/** The bytes that an encoding is read from, and what to call them. */
record DerInput(Bytes bytes, String where) {
    int at(int offset) {
        return bytes.at(offset);
    }

    /** A problem at an offset of these bytes. */
    Problem wrong(String code, String what, int offset) {
        String place = "offset " + Numbers.hex32(offset);
        return Problem.input(code, what).at(where == null ? place : where + ", " + place);
    }
}
