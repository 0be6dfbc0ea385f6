// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.show;

import java.util.Arrays;
import org.cloister.amd.page.SecretsPage;
import org.cloister.amd.struct.Structure;
import org.cloister.api.Bytes;

/** What is shown of a secrets page: keys by their size only. */
final class SecretsView {
    private SecretsView() {}

    static Structure of(Bytes content, String where) {
        byte[] bytes = content.toArray();
        try (SecretsPage page = SecretsPage.decode(bytes, where)) {
            return page.show();
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
