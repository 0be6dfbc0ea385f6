// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.show;

import java.util.List;
import org.cloister.amd.firmware.OtherFormat;
import org.cloister.amd.struct.Field;
import org.cloister.amd.struct.Structure;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.owner.OwnerCodes;

/** What is shown of a file that firmware or a kernel may be packed in: what it is, and how to get at that. */
final class OtherFormatView {
    private OtherFormatView() {}

    static Structure of(Bytes content, String where) {
        OtherFormat format = OtherFormat.of(content)
                .orElseThrow(() -> Problem.input(OwnerCodes.SHOW_SIGN, "this has the signature of none of the formats")
                        .at(where)
                        .exception());
        Field signature = new Field(
                "signature",
                format.offset(),
                format.signature().length(),
                format.signature().hex(),
                format.remedy());
        return new Structure(format.title().replaceFirst("^(an?|the) ", ""), List.of(signature));
    }
}
