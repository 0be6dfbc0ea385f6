// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cert;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/**
 * Certificates in AMD's formats one behind the other, as platforms and AMD hand them out: PEK, OCA and CEK in 6252
 * bytes; ASK and ARK; or all of them. Hosts show them as text too: in base64, in the answer to QEMU's
 * {@code query-sev-capabilities}, or by {@code virsh nodesevinfo}.
 */
public final class CertificateFile {
    private static final int MOST = 16;

    private CertificateFile() {}

    /**
     * Reads all of them, in the order of the file.
     *
     * @param content the certificates in binary or as text
     * @param name what the bytes are called in problems, a file name for example
     * @return 1 to 16
     * @throws org.cloister.api.CloisterException {@code cert…} naming the first that cannot be read and where it begins
     */
    public static List<AmdFormatCertificate> decode(Bytes content, String name) {
        return CertificateText.binary(content)
                .map(binary -> decodeBinary(binary, name + ", decoded"))
                .orElseGet(() -> decodeBinary(content, name));
    }

    /** The bytes of the certificates in a file that holds them as text, or the file itself where it does not. */
    public static Bytes binary(Bytes content) {
        return CertificateText.binary(content).orElse(content);
    }

    private static List<AmdFormatCertificate> decodeBinary(Bytes bytes, String name) {
        List<AmdFormatCertificate> all = new ArrayList<>();
        int offset = 0;
        do {
            AmdFormatCertificate next = next(bytes.slice(offset, bytes.length() - offset), place(name, offset));
            all.add(next);
            offset += next.encode().length();
        } while (offset < bytes.length() && all.size() < MOST);
        if (offset < bytes.length()) {
            throw Problem.input(CertCodes.CERT_COUNT, "there are too many certificates in one file")
                    .at(name)
                    .expected("at most " + MOST)
                    .exception();
        }
        return List.copyOf(all);
    }

    /** The bytes of certificates one behind the other. */
    public static Bytes encode(List<? extends AmdFormatCertificate> certificates) {
        byte[] image = new byte
                [certificates.stream().mapToInt(one -> one.encode().length()).sum()];
        int offset = 0;
        for (AmdFormatCertificate one : certificates) {
            one.encode().copyTo(0, image, offset, one.encode().length());
            offset += one.encode().length();
        }
        return Bytes.of(image);
    }

    private static AmdFormatCertificate next(Bytes rest, String place) {
        if (CaFormat.matches(rest)) {
            CaFormat format = CaFormat.of(rest, place);
            return CaCertificate.decode(upTo(rest, format.size()), place);
        }
        return SevCertificate.decode(upTo(rest, SevCertificate.SIZE), place);
    }

    private static Bytes upTo(Bytes bytes, int length) {
        return bytes.slice(0, Math.min(bytes.length(), length));
    }

    private static String place(String name, int offset) {
        return offset == 0 ? name : String.format(Locale.ROOT, "%s, certificate at offset 0x%x", name, offset);
    }
}
