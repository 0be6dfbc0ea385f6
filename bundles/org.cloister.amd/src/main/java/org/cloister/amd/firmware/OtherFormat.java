// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.firmware;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.api.guest.Image;

/**
 * Formats of files that are not firmware as it lies in a guest's memory, by the bytes that they begin with. Their end
 * may well look like a firmware's, so that a digest over such a file would be one that no guest has.
 */
public enum OtherFormat {
    /** QEMU's own disk images, of any version (QEMU, docs/interop/qcow2.rst). */
    QCOW2("a qcow2 disk image", 0, hex("514649fb"), Remedy.CONVERT),
    /** Microsoft's virtual disk of the first kind that grows; one of fixed size has its signature at the end alone. */
    VHD("a VHD disk image", 0, ascii("conectix"), Remedy.CONVERT),
    /** The second kind (Microsoft, MS-VHDX, 2.2.1). */
    VHDX("a VHDX disk image", 0, ascii("vhdxfile"), Remedy.CONVERT),
    /** VMware's sparse disk. */
    VMDK("a VMDK disk image", 0, ascii("KDMV"), Remedy.CONVERT),
    /** The text that names the parts of VMware's disks. */
    VMDK_DESCRIPTOR("the descriptor of a VMDK disk image", 0, ascii("# Disk DescriptorFile"), Remedy.CONVERT),
    /** VirtualBox's disk. */
    VDI("a VDI disk image", 0x40, hex("7f10dabe"), Remedy.CONVERT),
    /** An encrypted disk (LUKS2 on-disk format, 2.1). */
    LUKS("a LUKS volume", 0, hex("4c554b53babe"), "open it with its passphrase, and give the firmware that is in it"),
    /** A CD (ECMA-119, 8.1). */
    ISO(
            "an ISO 9660 image",
            0x8001,
            ascii("CD001"),
            "guests boot it from a drive; give the firmware that looks for it"),
    /** A whole guest in one file, of firmware, pages and registers (Microsoft, igvm_defs). */
    IGVM(
            "an IGVM file",
            0,
            ascii("IGVM"),
            "it is not measured here; 'cloister show' lists what is in it; give the OVMF image that it was made of"),
    /** Compressed with gzip (RFC 1952). */
    GZIP("a gzip file", 0, hex("1f8b08"), "unpack it first: gunzip -c FILE > OUT"),
    /** Compressed with Zstandard (RFC 8878). */
    ZSTD("a Zstandard file", 0, hex("28b52ffd"), "unpack it first: zstd -d FILE -o OUT"),
    /** Compressed with xz. */
    XZ("an xz file", 0, hex("fd377a585a00"), "unpack it first: xz -dc FILE > OUT"),
    /** A program or kernel of Unix systems, or an SVSM. */
    ELF("an ELF file", 0, hex("7f454c46"), Remedy.KERNEL),
    /** A program of EFI, such as a kernel or a unified kernel image. */
    PE("a PE file", 0, ascii("MZ"), Remedy.KERNEL);

    private static final int VHD_FOOTER = 512;
    private static final int PE_POINTER = 0x3c;
    private static final Bytes PE_SIGNATURE = Bytes.ofHex("50450000");

    private final String title;
    private final int offset;
    private final Bytes signature;
    private final String remedy;

    OtherFormat(String title, int offset, Bytes signature, String remedy) {
        this.title = title;
        this.offset = offset;
        this.signature = signature;
        this.remedy = remedy;
    }

    /** What several formats have in common. */
    private static final class Remedy {
        static final String CONVERT = "take the firmware out of it first: qemu-img convert -O raw FILE OUT";
        static final String KERNEL = "a kernel is given as --kernel, and firmware as an image such as OVMF.amdsev.fd";

        private Remedy() {}
    }

    /** What a file of it is, with an article. */
    public String title() {
        return title;
    }

    /** What to do to get firmware. */
    public String remedy() {
        return remedy;
    }

    /** Where its signature lies. */
    public int offset() {
        return offset;
    }

    /** The bytes by which it is recognised. */
    public Bytes signature() {
        return signature;
    }

    /** The format of a file; empty for everything else, firmware among it. */
    public static Optional<OtherFormat> of(Bytes content) {
        return Arrays.stream(values())
                .filter(format -> format.isAt(content, format.offset) && (format != PE || isPe(content)))
                .findFirst()
                .or(() -> Optional.of(VHD).filter(vhd -> vhd.isAt(content, content.length() - VHD_FOOTER)));
    }

    /**
     * Refuses an image of such a format by name.
     *
     * @throws CloisterException {@code ovmf.format}
     */
    public static void refuse(Image image) {
        of(image.content()).ifPresent(format -> {
            throw format.refusal(image.name());
        });
    }

    private CloisterException refusal(String name) {
        return Problem.input(FirmwareCodes.OVMF_FORMAT, "this is " + title + " and no firmware")
                .at(name)
                .found("the signature " + signature.hex() + " at " + Numbers.hex(offset))
                .expected("the firmware as it lies in memory, such as OVMF.amdsev.fd")
                .remedy(remedy)
                .exception();
    }

    /** Two letters are no signature: where they point to there has to be one (Microsoft, PE format, 2.1 and 2.2). */
    private static boolean isPe(Bytes content) {
        if (content.length() < PE_POINTER + Integer.BYTES) {
            return false;
        }
        long at = ImageBytes.u32(content, PE_POINTER);
        return at + PE_SIGNATURE.length() <= content.length()
                && content.slice((int) at, PE_SIGNATURE.length()).equals(PE_SIGNATURE);
    }

    private boolean isAt(Bytes content, int at) {
        return at >= 0
                && content.length() >= at + signature.length()
                && content.slice(at, signature.length()).equals(signature);
    }

    private static Bytes hex(String digits) {
        return Bytes.of(HexFormat.of().parseHex(digits));
    }

    private static Bytes ascii(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.US_ASCII));
    }
}
