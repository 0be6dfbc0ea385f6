// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.status;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the secure processor's firmware answers: the codes of the SEV and SEV-SNP firmware ABI (chapter "Status Codes"),
 * each with its meaning and remedy. Codes that the ABI leaves unassigned have no constant.
 */
public enum FirmwareStatus {
    /** The command was done. */
    SUCCESS(0x00, "the command was done", "nothing has to be done"),
    /** Wrong state of the platform. */
    INVALID_PLATFORM_STATE(
            0x01,
            "the platform is not in a state that allows this command",
            "look at the platform's state: the command may need it initialised, or without guests"),
    /** Wrong state of the guest. */
    INVALID_GUEST_STATE(
            0x02,
            "the guest is not in a state that allows this command",
            "keep the order start, update, measure, finish; a finished guest takes no more pages"),
    /** Wrong configuration of the platform. */
    INVALID_CONFIG(
            0x03,
            "the platform's configuration does not allow this",
            "check SEV and memory encryption in the host's firmware setup"),
    /** A buffer is too small, or a length is not allowed. */
    INVALID_LEN(
            0x04,
            "a buffer is too small or a length is not allowed",
            "use the length that the firmware wrote back; launch data needs multiples of 16 bytes"),
    /** The platform has an owner. */
    ALREADY_OWNED(
            0x05,
            "the platform has an owner already",
            "reset the platform to factory state before importing another owner"),
    /** A certificate is wrong. */
    INVALID_CERTIFICATE(
            0x06,
            "a certificate is malformed or its signature is wrong",
            "check the certificate chain and that it belongs to this platform"),
    /** The policy forbids it. */
    POLICY_FAILURE(
            0x07,
            "the guest's policy does not allow this, or the platform cannot fulfil it",
            "compare the policy with the platform's state: SMT, debugging, minimum ABI version,"
                    + " and the policy in the ID block"),
    /** The guest is not active. */
    INACTIVE(0x08, "the guest is not active", "activate the guest, that is bind it to an ASID, first"),
    /** An address is wrong. */
    INVALID_ADDRESS(
            0x09,
            "an address is outside memory or not aligned",
            "align addresses: 16 bytes for SEV data, 4096 for SNP pages"),
    /** A signature is wrong. */
    BAD_SIGNATURE(
            0x0A,
            "a signature could not be verified",
            "sign the ID block with the ID key, and the ID key with the author key, as P-384 with SHA-384"),
    /** A measurement or a MAC is wrong. */
    BAD_MEASUREMENT(
            0x0B,
            "the measurement is not the expected one, or a message authentication code is wrong",
            "compare the expected launch digest with the one for this firmware, vCPU count,"
                    + " vCPU type and features; for a session check"
                    + " that it was made for this platform and policy"),
    /** The ASID belongs to another guest. */
    ASID_OWNED(0x0C, "the ASID belongs to another guest", "use a free ASID or close the other guest"),
    /** No such ASID. */
    INVALID_ASID(
            0x0D,
            "the ASID is not in the range for this type of guest",
            "see the ASID ranges: SEV-ES and SEV-SNP use the lower one"),
    /** Caches must be flushed. */
    WBINVD_REQUIRED(0x0E, "caches have to be written back on all cores", "run WBINVD on every core, then repeat"),
    /** The data fabric must be flushed. */
    DFFLUSH_REQUIRED(0x0F, "the data fabric has to be flushed", "issue DF_FLUSH, then repeat"),
    /** No such guest. */
    INVALID_GUEST(
            0x10, "the guest handle or context is not valid", "the guest was closed or never started; start it anew"),
    /** No such command. */
    INVALID_COMMAND(0x11, "the firmware does not know this command", "install a newer SEV firmware"),
    /** The guest is active. */
    ACTIVE(0x12, "the guest is active", "deactivate it first"),
    /** The hardware failed, buffers are safe. */
    HWERROR_PLATFORM(
            0x13,
            "the hardware failed; buffers can be used again",
            "see the kernel log; when it happens again, restart the host"),
    /** The hardware failed, buffers are not safe. */
    HWERROR_UNSAFE(
            0x14,
            "the hardware failed; buffers must not be used again",
            "restart the host before launching further guests"),
    /** Not supported. */
    UNSUPPORTED(
            0x15,
            "this firmware or processor does not support the feature",
            "leave the feature out, or use a newer firmware"),
    /** A parameter is wrong. */
    INVALID_PARAM(
            0x16,
            "a parameter is not valid",
            "check reserved bits and the CPUID page: the firmware writes the values that it would accept back into it"),
    /** A resource is used up. */
    RESOURCE_LIMIT(0x17, "a resource of the secure processor is used up", "close other guests"),
    /** Stored data is damaged. */
    SECURE_DATA_INVALID(
            0x18,
            "the secure processor's own data failed its integrity check",
            "reset the platform; its identity keys are made anew"),
    /** The page has the wrong size. */
    INVALID_PAGE_SIZE(
            0x19,
            "a page has another size in the reverse map table (RMP)",
            "split or merge the page to the size the command needs"),
    /** The page is in the wrong state. */
    INVALID_PAGE_STATE(
            0x1A,
            "a page has another state in the reverse map table (RMP)",
            "assign the page to the guest before, and put it in once"),
    /** A metadata entry is wrong. */
    INVALID_MDATA_ENTRY(
            0x1B,
            "the metadata entry of a swapped page is not valid",
            "swap the page in with the entry it was swapped out with"),
    /** The page belongs to another guest. */
    INVALID_PAGE_OWNER(0x1C, "a page belongs to another guest", "look for one guest's memory being used for another"),
    /** A counter is used up. */
    AEAD_OFLOW(
            0x1D,
            "the counter of encrypted messages is used up",
            "start the guest anew: its message keys cannot be used further"),
    /** The mailbox is no longer a ring buffer. */
    EXIT_RING_BUFFER(0x1F, "the command ended the ring buffer mode of the mailbox", "set the ring buffer up again"),
    /** The RMP is not initialised. */
    RMP_INIT_REQUIRED(
            0x20,
            "the reverse map table (RMP) is not initialised",
            "enable SNP memory coverage in the host's firmware setup and restart"),
    /** The security version is too low. */
    BAD_SVN(
            0x21,
            "the security version is lower than the committed one",
            "use a firmware at least as new as the committed one"),
    /** The version is too low. */
    BAD_VERSION(
            0x22,
            "the version is lower than the committed one",
            "use a firmware version at or above the committed one"),
    /** Shut down first. */
    SHUTDOWN_REQUIRED(
            0x23, "the platform has to be shut down first", "close all guests and shut the SEV platform down"),
    /** The update failed. */
    UPDATE_FAILED(
            0x24, "the firmware update failed", "keep the running firmware, see the kernel log, and try another image"),
    /** Restore first. */
    RESTORE_REQUIRED(
            0x25, "the committed firmware has to be restored first", "load the committed firmware image again"),
    /** Initialising the RMP failed. */
    RMP_INIT_FAILED(
            0x26,
            "initialising the reverse map table (RMP) failed",
            "check that all cores run the same microcode and have the same SNP settings, then restart"),
    /** The key is not available. */
    INVALID_KEY(
            0x27,
            "the key asked for does not exist or is masked",
            "choose another key: load a VLEK, or unmask the chip's key"),
    /** The shutdown is not complete. */
    SHUTDOWN_INCOMPLETE(0x28, "the shutdown is not complete", "repeat the shutdown until it succeeds"),
    /** A buffer length is wrong. */
    INCORRECT_BUFFER_LENGTH(
            0x30, "a buffer has another length than the command needs", "use exactly the length the command states"),
    /** A buffer must grow. */
    EXPAND_BUFFER_LENGTH(0x31, "a buffer has to be longer", "give a longer buffer, then repeat"),
    /** A device must be asked. */
    SPDM_REQUEST(
            0x32,
            "the firmware wants a message carried to a device",
            "carry the SPDM message, then go on with the command"),
    /** A device conversation failed. */
    SPDM_ERROR(0x33, "the SPDM conversation with a device failed", "reset the device and connect it again"),
    /** The connection to a device failed. */
    ERR_IN_DEV_CONN(0x35, "the connection to the device failed", "disconnect the device, then connect it again"),
    /** No such device context. */
    INVALID_DEV_CTX(0x36, "the device context is not valid", "make a new device context"),
    /** No such interface context. */
    INVALID_TDI_CTX(0x37, "the device interface (TDI) context is not valid", "make a new interface context"),
    /** No such interface. */
    INVALID_TDI(0x38, "the device interface (TDI) is not valid", "check which interfaces the device has"),
    /** Reclaim first. */
    RECLAIM_REQUIRED(
            0x39, "buffers have to be reclaimed first", "reclaim the pages given to the firmware, then repeat"),
    /** In use. */
    IN_USE(0x3A, "the object is in use", "release it first"),
    /** Wrong state of the device. */
    INVALID_DEV_STATE(0x3B, "the device is not in a state that allows this", "disconnect and connect the device"),
    /** Wrong state of the interface. */
    INVALID_TDI_STATE(
            0x3C, "the device interface (TDI) is not in a state that allows this", "unbind and bind the interface"),
    /** The device's certificate changed. */
    DEV_CERT_CHANGED(0x3D, "the device's certificate changed", "fetch and verify the device's certificates again"),
    /** Synchronise again. */
    RESYNC_REQ(0x3E, "the connection has to be synchronised anew", "resynchronise, then repeat"),
    /** The response is too large. */
    RESPONSE_TOO_LARGE(0x3F, "the device's response is larger than the buffer", "give a longer response buffer");

    /** What the kernel reports when it refused a command without asking the firmware: 0xFFFFFFFF. */
    public static final int NOT_CALLED = -1;

    private static final Map<Integer, FirmwareStatus> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(FirmwareStatus::code, Function.identity()));

    private final int code;
    private final String meaning;
    private final String remedy;

    FirmwareStatus(int code, String meaning, String remedy) {
        this.code = code;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    /** Its number, unsigned 32 bits. */
    public int code() {
        return code;
    }

    /** What it means, a sentence without a full stop. */
    public String meaning() {
        return meaning;
    }

    /** What to do about it. */
    public String remedy() {
        return remedy;
    }

    /** The status with a number; empty for {@link #NOT_CALLED} and for unassigned numbers. */
    public static Optional<FirmwareStatus> of(int code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    /**
     * A number in words: {@code 0x0B BAD_MEASUREMENT (the measurement is not …)}. Unassigned numbers are reported as
     * such.
     */
    public static String describe(int status) {
        if (status == NOT_CALLED) {
            return "0xFFFFFFFF (the firmware was not called)";
        }
        return of(status)
                .map(known -> String.format(Locale.ROOT, "0x%02X %s (%s)", status, known, known.meaning))
                .orElseGet(
                        () -> String.format(Locale.ROOT, "0x%02X (unassigned in the firmware ABI known here)", status));
    }

    /**
     * A number in words, with the meaning that it has for a command.
     *
     * @param command the command's name as {@code SevCommand.name()} and {@code PlatformCommand.name()} give it; one
     *     that gives the number no meaning of its own has the general one
     * @return never null
     */
    public static String describe(String command, int status) {
        return CommandStatuses.find(command, status)
                .map(entry -> String.format(Locale.ROOT, "0x%02X %s (%s)", status, entry.status(), entry.meaning()))
                .orElseGet(() -> describe(status));
    }

    /**
     * What to do about it when a command gave it.
     *
     * @param command the command's name
     */
    public static String remedy(String command, int status) {
        return CommandStatuses.find(command, status)
                .map(CommandStatuses.Entry::remedy)
                .orElseGet(() -> remedy(status));
    }

    /** What to do about it; never null. */
    public static String remedy(int status) {
        if (status == NOT_CALLED) {
            return "the kernel refused by itself: see the error number";
        }
        return of(status)
                .map(FirmwareStatus::remedy)
                .orElse("look the code up in AMD's documentation of a newer firmware");
    }
}
