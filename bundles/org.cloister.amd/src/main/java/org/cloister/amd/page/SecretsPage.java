// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.page;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.cloister.amd.cpu.CpuSignature;
import org.cloister.amd.struct.Slot;
import org.cloister.amd.struct.Structure;
import org.cloister.amd.struct.Violation;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.tcb.Generations;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.memory.GuestMemory;

/**
 * The secrets page of an SEV-SNP guest (SEV-SNP firmware ABI, 56860, "PAGE_TYPE_SECRETS"). It holds the keys that the
 * guest speaks to the firmware with: they are never shown, and {@link #close} wipes them. For one thread.
 *
 * <p>Version 3 is what AMD's published firmware source writes. That version 2 has the same fields is unverified.
 */
public final class SecretsPage implements AutoCloseable {
    /** Bytes that it takes. */
    public static final int SIZE = GuestMemory.PAGE;

    /** The version that is written. */
    public static final int VERSION = 3;

    private static final List<Long> VERSIONS = List.of(2L, 3L);
    private static final List<SecretsField> KEYS =
            List.of(SecretsField.VMPCK0, SecretsField.VMPCK1, SecretsField.VMPCK2, SecretsField.VMPCK3);

    private final byte[] page;

    private SecretsPage(byte[] page) {
        this.page = page;
    }

    /** A page of the written version with nothing in it. */
    public SecretsPage() {
        this(new byte[SIZE]);
        SecretsField.VERSION.slot().put(page, VERSION);
    }

    /**
     * Reads a page.
     *
     * @param bytes copied
     * @param name what the bytes are called in problems, a file name for example
     * @throws org.cloister.api.CloisterException {@code secrets.length}, {@code secrets.version}
     */
    public static SecretsPage decode(byte[] bytes, String name) {
        SecretsField.LAYOUT.requireSize(bytes.length, PageCodes.SECRETS_LENGTH, name);
        SecretsPage read = new SecretsPage(bytes.clone());
        long version = read.number(SecretsField.VERSION);
        if (!VERSIONS.contains(version)) {
            read.close();
            throw Problem.input(PageCodes.SECRETS_VERSION, "version " + version + " of the secrets page is not known")
                    .at(name + ", version at offset 0x0")
                    .found(version)
                    .expected("one of " + VERSIONS)
                    .exception();
        }
        return read;
    }

    /** A copy of all bytes; the caller wipes it. */
    public byte[] encode() {
        return page.clone();
    }

    /**
     * The content of a field as a number; for fields of at most 8 bytes.
     *
     * @throws org.cloister.api.CloisterException {@code secrets.field} for a larger one
     */
    public long number(SecretsField field) {
        Slot slot = field.slot();
        if (slot.size() > Long.BYTES) {
            throw Problem.input(PageCodes.SECRETS_FIELD, "this field is not a number")
                    .at(slot.name())
                    .exception();
        }
        return slot.number(withoutSecrets());
    }

    /** A copy of the content of a field; the caller wipes it. */
    public byte[] content(SecretsField field) {
        return Arrays.copyOfRange(page, field.slot().offset(), field.slot().end());
    }

    /**
     * A copy of the key of messages at a privilege level; the caller wipes it.
     *
     * @param vmpl 0 to 3
     */
    public byte[] messageKey(int vmpl) {
        return content(KEYS.get(vmpl));
    }

    /**
     * Sets a field of at most 8 bytes.
     *
     * @throws org.cloister.api.CloisterException {@code field.range} when the value is too large
     */
    public SecretsPage put(SecretsField field, long value) {
        field.slot().put(page, value);
        return this;
    }

    /**
     * Sets a field.
     *
     * @param content as many bytes as the field has; copied
     * @throws org.cloister.api.CloisterException {@code secrets.field} when they are not
     */
    public SecretsPage put(SecretsField field, byte[] content) {
        Slot slot = field.slot();
        if (content.length != slot.size()) {
            throw Problem.input(PageCodes.SECRETS_FIELD, "these bytes do not fill their field")
                    .at(slot.name())
                    .found(content.length + " bytes")
                    .expected(slot.size() + " bytes")
                    .exception();
        }
        System.arraycopy(content, 0, page, slot.offset(), content.length);
        return this;
    }

    /** Reserved bytes and bits that are not zero. */
    public List<Violation> violations() {
        long imi = number(SecretsField.IMI_EN);
        Slot slot = SecretsField.IMI_EN.slot();
        Stream<Violation> bits = imi > 1
                ? Stream.of(new Violation(slot.name(), slot.offset(), Long.toString(imi), "0 or 1"))
                : Stream.empty();
        return Stream.concat(SecretsField.LAYOUT.violations(withoutSecrets(), 0).stream(), bits)
                .toList();
    }

    /** Every field with its offset and meaning, secrets by their size only. */
    public Structure show() {
        String kind = "SEV-SNP secrets page, version " + number(SecretsField.VERSION);
        return new Structure(kind, SecretsField.LAYOUT.fields(withoutSecrets(), 0, this::meaning));
    }

    /** Wipes the page. */
    @Override
    public void close() {
        Arrays.fill(page, (byte) 0);
    }

    /** Its kind only. */
    @Override
    public String toString() {
        return "secrets page";
    }

    private String meaning(Slot slot) {
        return slot.equals(SecretsField.FMS.slot()) ? slot.meaning() + ": " + processor() : slot.meaning();
    }

    private String processor() {
        CpuSignature signature = new CpuSignature((int) number(SecretsField.FMS));
        return Generations.find(signature.family(), signature.model())
                .map(Generation::product)
                .orElse("not known");
    }

    // Bytes cannot be wiped, so no secret is ever put into them.
    private Bytes withoutSecrets() {
        byte[] copy = page.clone();
        Arrays.stream(SecretsField.values())
                .filter(SecretsField::secret)
                .map(SecretsField::slot)
                .forEach(slot -> Arrays.fill(copy, slot.offset(), slot.end(), (byte) 0));
        return Bytes.of(copy);
    }
}
