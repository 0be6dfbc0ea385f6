// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.codes;

/** Codes of problems that launches, settings and swaps end with; see {@link org.cloister.api.ProblemCodes}. */
public final class CoreCodes {
    /** Operation: no installed backend takes over a launch that another one began. */
    public static final String BACKEND_CANNOT_ADOPT = "backend.cannot-adopt";

    /** Defect: a backend answered with a context that is not its own. */
    public static final String BACKEND_CONTEXT = "backend.context";

    /** Operation: the backend of this guest type was removed. */
    public static final String BACKEND_GONE = "backend.gone";

    /** Host: the platform lacks a channel to its secure processor that the backend asks for. */
    public static final String CHANNEL_MISSING = "channel.missing";

    /** Operation: the finished guest was not measured as it was shown at the pause. */
    public static final String GUEST_MEASUREMENT = "guest.measurement";

    /** Operation: the launch ended and the guest's protection is not complete. */
    public static final String GUEST_NOT_READY = "guest.not-ready";

    /** Operation: after the reset the guest was measured differently. */
    public static final String GUEST_RESET_MEASUREMENT = "guest.reset.measurement";

    /** Operation: the backend of now would launch another guest. */
    public static final String GUEST_RESET_PLAN = "guest.reset.plan";

    /** Operation: a reset has no pause in which the guest's secret could be handed in again. */
    public static final String GUEST_RESET_SECRET = "guest.reset.secret";

    /** Operation: the caller's listener ended the launch. */
    public static final String LAUNCH_LISTENER = "launch.listener";

    /** Defect: a backend used a machine after its call had ended. */
    public static final String MACHINE_RETURNED = "machine.returned";

    /** Defect: a backend made a plan that cannot be carried out. */
    public static final String PLAN_INVALID = "plan.invalid";

    /** Host: the guest's platform is not there any more. */
    public static final String PLATFORM_GONE = "platform.gone";

    /** Host: the bundle that launches guests was stopped, and they ended with it. */
    public static final String LAUNCHER_GONE = "launcher.gone";

    /** Input: what a guest was to be received from is damaged, or nothing of that kind. */
    public static final String RECEIVE_STREAM = "receive.stream";

    /** Operation: the sender runs the guest on, and it ended here. */
    public static final String RECEIVE_TAKEN_BACK = "receive.taken-back";

    /** Operation: another one of this guest may be alive. */
    public static final String RECEIVE_TWIN = "receive.twin";

    /** Host: nothing here can launch this guest. */
    public static final String SELECTION_NONE = "selection.none";

    /** Operation: the guest was sent to another platform or saved to a file. */
    public static final String SEND_DONE = "send.done";

    /** Operation: the stream into which a guest is sent took no more. */
    public static final String SEND_STREAM = "send.stream";

    /** Operation: the guest was sent, and the receiver did not say that it runs. */
    public static final String SEND_UNHEARD = "send.unheard";

    /** Host: a file of settings says nothing, as one that was not written to its end. */
    public static final String SETTINGS_EMPTY = "settings.empty";

    /** Host: no folder of settings is named, or what is named is none. */
    public static final String SETTINGS_FOLDER = "settings.folder";

    /** Host: there are too many files for a folder of settings. */
    public static final String SETTINGS_FOLDER_SIZE = "settings.folder.size";

    /** Host: a configuration or a file of settings was deleted while it was in force. */
    public static final String SETTINGS_GONE = "settings.gone";

    /** Host: there are as many guests as the settings allow. */
    public static final String SETTINGS_GUESTS = "settings.guests";

    /** Host: a setting is not known, is missing, or has a value that it cannot have. */
    public static final String SETTINGS_INVALID = "settings.invalid";

    /** Host: nobody reads a file of settings of this name. */
    public static final String SETTINGS_NAME = "settings.name";

    /** Host: the settings do not allow this platform. */
    public static final String SETTINGS_PLATFORM = "settings.platform";

    /** Host: the policy that the settings give a guest type is not one that it can have. */
    public static final String SETTINGS_POLICY = "settings.policy";

    /** Host: a file is too large for settings. */
    public static final String SETTINGS_SIZE = "settings.size";

    /** Host: the guest type is weaker than the settings allow. */
    public static final String SETTINGS_STRENGTH = "settings.strength";

    /** Host: a line of a file of settings cannot be read. */
    public static final String SETTINGS_SYNTAX = "settings.syntax";

    /** Host: a key stands twice in a file of settings, or two files are for the same settings. */
    public static final String SETTINGS_TWICE = "settings.twice";

    /** Host: the settings do not allow this guest type. */
    public static final String SETTINGS_TYPE = "settings.type";

    /** Host: a file or folder of settings cannot be read. */
    public static final String SETTINGS_UNREADABLE = "settings.unreadable";

    /** Host: a file of settings is still being written. */
    public static final String SETTINGS_WRITTEN = "settings.written";

    /** Input: there is no difference of this name that could be accepted. */
    public static final String SWAP_ACCEPT = "swap.accept";

    /** Operation: the new backend fails to take over a guest that is there. */
    public static final String SWAP_ADOPT = "swap.adopt";

    /** Operation: the bundle was built for another version of the API. */
    public static final String SWAP_API_VERSION = "swap.api-version";

    /** Operation: another swap is under way. */
    public static final String SWAP_BUSY = "swap.busy";

    /** Operation: the canary, a guest launched on trial by the new backend, failed. */
    public static final String SWAP_CANARY = "swap.canary";

    /** Input: this guest type names no platform for a canary. */
    public static final String SWAP_CANARY_NONE = "swap.canary.none";

    /** Host: the platform of this type's canary is not there. */
    public static final String SWAP_CANARY_PLATFORM = "swap.canary.platform";

    /** Operation: a class that the bundle is started by cannot be loaded. */
    public static final String SWAP_CLASS = "swap.class";

    /** Operation: a component's description in the bundle cannot be read. */
    public static final String SWAP_COMPONENT = "swap.component";

    /** Host: no private copy of the new backend can be made to look at. */
    public static final String SWAP_COPY = "swap.copy";

    /** Operation: the new backend does not do what the old one does. */
    public static final String SWAP_DIFFERS = "swap.differs";

    /** Operation: calls of the old backend do not end. */
    public static final String SWAP_DRAIN = "swap.drain";

    /** Operation: a step of the swap failed. */
    public static final String SWAP_FAILED = "swap.failed";

    /** Input: the file of the new backend cannot be read. */
    public static final String SWAP_FILE = "swap.file";

    /** Operation: the new backend does not come to an end. */
    public static final String SWAP_HANGS = "swap.hangs";

    /** Operation: the bundle was started and brings no guest type. */
    public static final String SWAP_INACTIVE = "swap.inactive";

    /** Operation: the framework does not install the bundle. */
    public static final String SWAP_INSTALL = "swap.install";

    /** Input: this file is not a bundle that could be a backend. */
    public static final String SWAP_NO_BUNDLE = "swap.no-bundle";

    /** Operation: what was kept of an earlier swap is older than the bundle that is installed. */
    public static final String SWAP_OLDER = "swap.older";

    /** Operation: the new backend went away while the old one was leaving. */
    public static final String SWAP_REVERTED = "swap.reverted";

    /** Operation: the bundle of the old backend cannot be removed for the new one's sake. */
    public static final String SWAP_SHARED = "swap.shared";

    /** Operation: the platform is going down, and the old backend stays. */
    public static final String SWAP_SHUTDOWN = "swap.shutdown";

    /** Input: the jar was changed after it was signed, or its signature does not count. */
    public static final String SWAP_SIGNATURE = "swap.signature";

    /** Operation: the bundle does not start. */
    public static final String SWAP_START = "swap.start";

    /** Input: the bundle brings another guest type than was asked for, or than its manifest says. */
    public static final String SWAP_TYPE = "swap.type";

    /** Input: the bundle brings more than one guest type. */
    public static final String SWAP_TYPES = "swap.types";

    /** Input: the manifest does not say which guest type the bundle brings. */
    public static final String SWAP_UNDECLARED = "swap.undeclared";

    /** Operation: the bundle requires what nothing here provides. */
    public static final String SWAP_UNRESOLVED = "swap.unresolved";

    /** Host: the settings do not let this bundle in. */
    public static final String SWAP_UNTRUSTED = "swap.untrusted";

    /** Host: this guest type is not installed. */
    public static final String TYPE_MISSING = "type.missing";

    /** Host: no guest type is installed. */
    public static final String TYPE_NONE = "type.none";

    /** Defect: a call into an installed bundle has not come back. */
    public static final String VENDOR_SILENT = "vendor.silent";

    /** Operation: what was asked of a guest or a bundle had to wait for too long. */
    public static final String VENDOR_WAITS = "vendor.waits";

    /** What the codes begin with that say what a backend fails to do with a guest of its predecessor. */
    public static final String BACKEND_FAMILY = "backend.";

    /** What the codes begin with that say what the settings forbid, or what is wrong with them. */
    public static final String SETTINGS_FAMILY = "settings.";

    private CoreCodes() {}
}
