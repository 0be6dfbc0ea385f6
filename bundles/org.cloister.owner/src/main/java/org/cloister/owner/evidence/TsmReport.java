// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.evidence;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cloister.api.Bytes;

/**
 * What Linux' configfs-tsm hands out (kernel.org, ABI/testing/configfs-tsm-report), as its files, JSON or CBOR.
 *
 * @param provider which driver made it
 * @param outblob the report
 * @param auxblob the host's certificate table, often empty
 * @param manifestblob what an SVSM says of its services
 */
record TsmReport(
        Optional<Bytes> provider, Optional<Bytes> outblob, Optional<Bytes> auxblob, Optional<Bytes> manifestblob) {
    static final String PROVIDER = "provider";
    static final String OUTBLOB = "outblob";
    static final String AUXBLOB = "auxblob";
    static final String MANIFEST = "manifestblob";

    private static final Set<String> KEYS = Set.of(PROVIDER, OUTBLOB, AUXBLOB, MANIFEST);
    private static final String SEV = "sev_guest";

    static boolean seemsCbor(Bytes content) {
        return CborReader.firstKey(content).filter(KEYS::contains).isPresent();
    }

    static void readCbor(Bytes content, EvidenceParts into) {
        Map<String, Optional<Bytes>> map = CborReader.map(content, into);
        new TsmReport(of(map, PROVIDER), of(map, OUTBLOB), of(map, AUXBLOB), of(map, MANIFEST)).read(into);
    }

    static void readJson(JsonFields json, EvidenceParts into) {
        Optional<Bytes> provider = json.has(PROVIDER)
                ? Optional.of(json.text(PROVIDER).getBytes(StandardCharsets.UTF_8))
                        .map(Bytes::of)
                : Optional.empty();
        new TsmReport(provider, blob(json, OUTBLOB), blob(json, AUXBLOB), blob(json, MANIFEST)).read(into);
    }

    void read(EvidenceParts into) {
        requireProvider(into);
        manifestblob.ifPresent(
                manifest -> into.note("the manifest of an SVSM, " + manifest.length() + " bytes: not looked at"));
        auxblob.filter(table -> !table.isZero()).ifPresent(table -> TableForm.read(table, into));
        into.nested(
                outblob.orElseThrow(() -> into.wrong("there is no " + OUTBLOB).exception()), OUTBLOB);
    }

    private void requireProvider(EvidenceParts into) {
        String name = provider.map(bytes -> new String(bytes.toArray(), StandardCharsets.ISO_8859_1))
                .orElse(SEV)
                .strip();
        if (!name.equals(SEV)) {
            throw into.wrong("this report is of another provider")
                    .found(name.length() > 40 ? name.substring(0, 40) : name)
                    .expected(SEV)
                    .exception();
        }
    }

    private static Optional<Bytes> of(Map<String, Optional<Bytes>> map, String key) {
        return map.getOrDefault(key, Optional.empty());
    }

    private static Optional<Bytes> blob(JsonFields json, String key) {
        return json.has(key) ? Optional.of(json.base64(key)) : Optional.empty();
    }
}
