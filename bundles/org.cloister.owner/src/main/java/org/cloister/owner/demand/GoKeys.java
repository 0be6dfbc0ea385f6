// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.demand;

import java.util.List;
import org.cloister.api.Bytes;

/**
 * What go-sev-guest demands of the keys of an ID block: that its author key is one of some; or that it is, or its ID
 * key is one of some.
 */
final class GoKeys {
    private static final String REQUIRE_AUTHOR = GoPolicyField.REQUIRE_AUTHOR_KEY.key();
    private static final String REQUIRE_BLOCK = GoPolicyField.REQUIRE_ID_BLOCK.key();
    private static final String AUTHORS = GoPolicyField.TRUSTED_AUTHOR_KEY_HASHES.key();
    private static final String IDS = GoPolicyField.TRUSTED_ID_KEY_HASHES.key();
    private static final int SHA_384 = 48;

    private final ForeignFields fields;
    private final ForeignDemands into;

    GoKeys(ForeignFields fields, ForeignDemands into) {
        this.fields = fields;
        this.into = into;
    }

    void read() {
        List<Demand> authors = hashes(AUTHORS, DemandName.AUTHOR_KEY_DIGEST);
        List<Demand> ids = hashes(IDS, DemandName.ID_KEY_DIGEST);
        boolean author = fields.flag(REQUIRE_AUTHOR);
        if (author || fields.flag(REQUIRE_BLOCK)) {
            into.add(DemandName.ID_BLOCK, DemandName.REQUIRED, fields.place(author ? REQUIRE_AUTHOR : REQUIRE_BLOCK));
        } else if (!authors.isEmpty() || !ids.isEmpty()) {
            throw fields.wrong(
                    authors.isEmpty() ? IDS : AUTHORS,
                    "go-sev-guest does not look at these hashes unless a key is required",
                    "set " + REQUIRE_BLOCK + " or " + REQUIRE_AUTHOR + ", or leave them out");
        } else {
            return;
        }
        if (authors.isEmpty() && (author || ids.isEmpty())) {
            throw fields.wrong(
                    author ? REQUIRE_AUTHOR : REQUIRE_BLOCK,
                    "a key is required, and no hash of one is trusted: nothing would pass",
                    "give " + (author ? AUTHORS : IDS));
        }
        add(author ? List.of() : ids, authors);
        if (author && !ids.isEmpty()) {
            into.note(IDS + " is not looked at: a trusted author key is required");
        }
    }

    private void add(List<Demand> ids, List<Demand> authors) {
        if (ids.isEmpty() || authors.isEmpty()) {
            ids.forEach(one -> into.add(one.name(), one.value(), one.where()));
            authors.forEach(one -> into.add(one.name(), one.value(), one.where()));
        } else {
            into.section(IDS, fields.place(IDS), ids);
            into.section(AUTHORS, fields.place(AUTHORS), authors);
        }
    }

    // go-sev-guest looks whether there is an author key at all; here only its digest is compared.
    private Bytes withoutZeros(Bytes hash, String name) {
        if (hash.isZero()) {
            throw fields.wrong(name, "zeros are what a report has where there is no such key", "leave them out");
        }
        return hash;
    }

    private List<Demand> hashes(String name, String item) {
        return fields.texts(name).stream()
                .map(text -> fields.base64(name, text, SHA_384))
                .map(hash -> withoutZeros(hash, name))
                .map(hash -> new Demand(item, hash.hex(), fields.place(name)))
                .toList();
    }
}
