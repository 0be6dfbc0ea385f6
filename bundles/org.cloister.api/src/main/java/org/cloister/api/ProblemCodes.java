// SPDX-License-Identifier: Apache-2.0
package org.cloister.api;

/**
 * Codes of problems that the API reports itself, or that several bundles report or ask for. Each says the kind that its
 * problems have, and what it means; a bundle's other codes stand in a class of its own. Vendors are free to report
 * codes that stand nowhere here.
 */
public final class ProblemCodes {
    /** Host: on this platform only the guest itself can ask for its report. */
    public static final String ATTEST_INSIDE = "attest.inside";

    /** Input: the kernel's command line is not text that a guest can be given. */
    public static final String BOOT_COMMAND_LINE = "boot.command-line";

    /** Cancelled: the caller cancelled, or the thread of the call was interrupted. */
    public static final String CALL_CANCELLED = "call.cancelled";

    /** Deadline: the caller's deadline passed. */
    public static final String CALL_DEADLINE = "call.deadline";

    /** Host: guests of this type, or their backend, cannot do what was asked. */
    public static final String CAPABILITY_MISSING = "capability.missing";

    /** Input: there is no certificate in what was named. */
    public static final String CERTS_NONE = "certs.none";

    /** Defect: a launch context lacks a value that the backend looks for. */
    public static final String CONTEXT_VALUE = "context.value";

    /** Host: this Java platform lacks a mode of AES that is needed. */
    public static final String CRYPTO_AES = "crypto.aes";

    /** Host: this Java platform cannot sign with RSASSA-PSS. */
    public static final String CRYPTO_RSA = "crypto.rsa";

    /** Operation: the guest's policy, or its request, forbids debugging. */
    public static final String DEBUG_POLICY = "debug.policy";

    /** Operation: the caller's program does not answer a question for a file as it has to. */
    public static final String FILE_ANSWER = "file.answer";

    /** Input: the caller may not read or write this file. */
    public static final String FILE_DENIED = "file.denied";

    /** Input: a file that would be written exists already. */
    public static final String FILE_EXISTS = "file.exists";

    /** Input: a folder stands where a file is wanted, or a file where its folder is. */
    public static final String FILE_FOLDER = "file.folder";

    /** Input: an output would replace a file that the same command has read. */
    public static final String FILE_INPUT = "file.input";

    /** Input: a device, a pipe or a socket stands where a file is to be written. */
    public static final String FILE_KIND = "file.kind";

    /** Input: there is no such file. */
    public static final String FILE_MISSING = "file.missing";

    /** Input: this is not a file name. */
    public static final String FILE_NAME = "file.name";

    /** Input: this file is too large. */
    public static final String FILE_SIZE = "file.size";

    /** Input: this file cannot be read. */
    public static final String FILE_UNREADABLE = "file.unreadable";

    /** Operation: this file cannot be written. */
    public static final String FILE_UNWRITABLE = "file.unwritable";

    /** Host: a file or folder of the program cannot be read or written. */
    public static final String FILES_IO = "files.io";

    /** Host: something stands there that is neither the file nor the folder that it has to be. */
    public static final String FILES_KIND = "files.kind";

    /** Host: a symbolic link stands there, and is not followed. */
    public static final String FILES_LINK = "files.link";

    /** Host: there is no such file or folder. */
    public static final String FILES_MISSING = "files.missing";

    /** Host: other users can enter, read or write what has to be private or safe. */
    public static final String FILES_MODE = "files.mode";

    /** Host: this belongs to another user. */
    public static final String FILES_OWNER = "files.owner";

    /** Host: a folder above is not safe, so that other users could replace this. */
    public static final String FILES_PARENT = "files.parent";

    /** Input: guests of this type begin with firmware, and none is given. */
    public static final String FIRMWARE_MISSING = "firmware.missing";

    /** Operation: the guest was closed or has come to its end. */
    public static final String GUEST_CLOSED = "guest.closed";

    /** Operation: this cannot be done in the state that the guest is in. */
    public static final String GUEST_STATE = "guest.state";

    /** Host: this platform makes no machines for this guest type. */
    public static final String MACHINE_TYPE = "machine.type";

    /** Input: this is not a firmware hash, or the type's digest does not go on from one. */
    public static final String MEASURE_FIRMWARE_HASH = "measure.firmware-hash";

    /** Host: the platform's memory has no address for a range. */
    public static final String MEMORY_ADDRESS = "memory.address";

    /** Input: only whole pages can be turned private or shared. */
    public static final String MEMORY_ALIGNMENT = "memory.alignment";

    /** Operation: the machine of this memory was closed, or the memory unmapped. */
    public static final String MEMORY_CLOSED = "memory.closed";

    /** Input: there is no memory at this address. */
    public static final String MEMORY_OUTSIDE = "memory.outside";

    /** Operation: the page is private or shared, and does not allow what was asked. */
    public static final String MEMORY_REFUSED = "memory.refused";

    /** Input: the firmware has no area for kernel hashes. */
    public static final String OVMF_HASHES_MISSING = "ovmf.hashes.missing";

    /** Input: the platform is hardware, has another setting already, or cannot have this one. */
    public static final String PLATFORM_SETTING = "platform.setting";

    /** Input: the folder for the platform's identity is no folder or not the one in use, or hardware is meant. */
    public static final String PLATFORM_STATE = "platform.state";

    /** Input: the guest type has no such property. */
    public static final String PROPERTY_UNKNOWN = "property.unknown";

    /** Input: this is not a key of a session, or one of the wrong length. */
    public static final String SESSION_KEY = "session.key";

    /** Input: this is not a name of a guest type. */
    public static final String TYPE_NAME = "type.name";

    /** Input: there is no guest type of this name, or not one that this part of the program knows. */
    public static final String TYPE_UNKNOWN = "type.unknown";

    /** Input: the machine has no such vCPU. */
    public static final String VCPU_INDEX = "vcpu.index";

    /** Input: a register of a vCPU is not known, or has a value that it cannot have. */
    public static final String VCPU_REGISTER = "vcpu.register";

    /** Operation: the launch has taken the registers: they are the guest's now. */
    public static final String VCPU_SEALED = "vcpu.sealed";

    /** Defect: an installed bundle failed in a way that its contract excludes. */
    public static final String VENDOR_DEFECT = "vendor.defect";

    /** Input: a VMSA has one page. */
    public static final String VMSA_SIZE = "vmsa.size";

    /** Input: this file has no certificates. */
    public static final String X509_FILE = "x509.file";

    /** What the codes begin with that say what is wrong with files and folders of the program's own. */
    public static final String FILES_FAMILY = "files.";

    private ProblemCodes() {}
}
