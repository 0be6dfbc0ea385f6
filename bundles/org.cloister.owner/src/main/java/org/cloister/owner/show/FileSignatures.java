// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.show;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cloister.amd.cert.EcKey;
import org.cloister.amd.firmware.Guid;
import org.cloister.amd.firmware.ImageMapping;
import org.cloister.amd.firmware.OtherFormat;
import org.cloister.amd.firmware.OvmfImage;
import org.cloister.amd.id.IdBlock;
import org.cloister.amd.page.CertificateTable;
import org.cloister.amd.page.CpuidPage;
import org.cloister.amd.page.SecretsPage;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.SevReport;
import org.cloister.amd.session.PacketHeader;
import org.cloister.amd.session.SessionBlob;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.guest.Image;
import org.cloister.api.memory.GuestMemory;

/** Signs by which bytes are recognised as a kind of file. Always false for an empty file. */
final class FileSignatures {
    private static final long PEK = 0x1002;
    private static final long LAST_USAGE = 0x1004;
    private static final List<Long> ECDSA = List.of(0x2L, 0x102L);
    private static final List<Long> RSA_BITS = List.of(2048L, 4096L);
    private static final long EFER_SVME = 1 << 12;
    private static final int FROM_END = 48;

    /** Far above the versions that are known, and below what is not a version. */
    private static final long VERSIONS = 0x100;

    private FileSignatures() {}

    static boolean report(Bytes content) {
        long version = u32(content, 0);
        return content.length() == AttestationReport.SIZE
                || content.length() < AttestationReport.SIZE
                        && version > 1
                        && version < VERSIONS
                        && u32(content, 0x34) == AttestationReport.ECDSA_P384_SHA384;
    }

    static boolean legacyReport(Bytes content) {
        return u32(content, SevReport.SIG_USAGE.offset()) == PEK
                && ECDSA.contains(u32(content, SevReport.SIG_ALGO.offset()));
    }

    static boolean amdCertificate(Bytes content) {
        long usage = u32(content, 0x8);
        boolean sev = usage > 0x1000 && usage <= LAST_USAGE;
        boolean authority = RSA_BITS.contains(u32(content, 0x38)) && RSA_BITS.contains(u32(content, 0x3c));
        return u32(content, 0) == 1 && (sev || authority);
    }

    static boolean x509(Bytes content) {
        return sequence(content) || pem(content) && !keyInPem(content);
    }

    static boolean certificateTable(Bytes content) {
        return CertificateTable.seems(content);
    }

    static boolean key(Bytes content) {
        long curve = u32(content, 0);
        return pem(content) && keyInPem(content) || content.length() == EcKey.SIZE && (curve == 1 || curve == 2);
    }

    static boolean ovmf(Bytes content) {
        if (svsm(content)) {
            return false;
        }
        boolean size = ImageMapping.ROM.fits(content.length())
                && OtherFormat.of(content).isEmpty();
        boolean volume = content.length() > 0x2c && content.slice(0x28, 4).equals(ascii("_FVH"));
        return size || (volume || footer(content)) && OtherFormat.of(content).isEmpty();
    }

    static boolean svsm(Bytes content) {
        return footer(content) && OvmfImage.isSvsm(new Image("", content));
    }

    /** An IGVM file is a kind of its own. */
    static boolean otherFormat(Bytes content) {
        return OtherFormat.of(content)
                .filter(format -> format != OtherFormat.IGVM)
                .isPresent();
    }

    static boolean igvm(Bytes content) {
        return OtherFormat.of(content)
                .filter(format -> format == OtherFormat.IGVM)
                .isPresent();
    }

    /** Everything in it is random. */
    static boolean session(Bytes content) {
        return content.length() == SessionBlob.SIZE
                && !SessionBlob.WRAP_MAC.in(content).isZero();
    }

    static boolean packetHeader(Bytes content) {
        return content.length() == PacketHeader.SIZE
                && u32(content, 0) <= 1
                && !PacketHeader.MAC.in(content).isZero();
    }

    static boolean vmsa(Bytes content) {
        long efer = u32(content, 0xd0);
        return content.length() == GuestMemory.PAGE && efer >= 0 && (efer & EFER_SVME) != 0 && efer < 0x10000;
    }

    static boolean idBlock(Bytes content) {
        return content.length() == IdBlock.SIZE && u32(content, IdBlock.VERSION.offset()) == 1;
    }

    static boolean idAuthentication(Bytes content) {
        return u32(content, 0) == 1 && u32(content, 0x240) == 2;
    }

    static boolean secrets(Bytes content) {
        // Without a processor these may be the first answers of a CPUID page
        if (content.length() != SecretsPage.SIZE || u32(content, 8) == 0) {
            return false;
        }
        try (SecretsPage page = SecretsPage.decode(content.toArray(), "")) {
            return page.violations().isEmpty();
        } catch (CloisterException refused) {
            return false;
        }
    }

    static boolean cpuid(Bytes content) {
        try {
            CpuidPage page = CpuidPage.decode(content, "");
            return !page.entries().isEmpty() && page.violations().isEmpty();
        } catch (CloisterException refused) {
            return false;
        }
    }

    static boolean hashTable(Bytes content) {
        return content.length() >= Guid.SIZE && Guid.read(content, 0).equals(HashTableView.TABLE);
    }

    /** Whether a PEM block of a key begins here. */
    static boolean keyInPem(Bytes content) {
        return text(content).contains(" KEY-----");
    }

    /** Whether this is text, and a PEM block begins in it. */
    static boolean pem(Bytes content) {
        String text = text(content);
        int begin = text.indexOf("-----BEGIN ");
        return begin >= 0 && text.chars().limit(begin).noneMatch(one -> one < ' ' && !Character.isWhitespace(one));
    }

    private static boolean sequence(Bytes content) {
        return content.length() > 4 && content.at(0) == 0x30 && content.at(1) >= 0x81 && content.at(1) <= 0x83;
    }

    private static boolean footer(Bytes content) {
        int at = content.length() - FROM_END;
        return at >= 0 && Guid.read(content, at).equals(Guid.of("96b582de-1fb2-45f7-baea-a366c55a082d"));
    }

    /** The number at an offset, or -1 behind the end. */
    private static long u32(Bytes content, int offset) {
        return offset + Integer.BYTES > content.length()
                ? -1
                : Integer.toUnsignedLong(content.buffer().getInt(offset));
    }

    private static String text(Bytes content) {
        int most = Math.min(content.length(), 1 << 16);
        return new String(content.slice(0, most).toArray(), StandardCharsets.ISO_8859_1);
    }

    private static Bytes ascii(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.US_ASCII));
    }
}
