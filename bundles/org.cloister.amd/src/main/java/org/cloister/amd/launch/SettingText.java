// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.cloister.amd.cpu.Profile;
import org.cloister.amd.cpu.VmmKind;
import org.cloister.amd.policy.Policy;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.setting.Form;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.amd.setting.Restriction;
import org.cloister.api.Base64Text;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.api.guest.PropertyDescription;

/**
 * The settings of a request as text, read as their form demands; problems name the setting. A name that the type does
 * not know is refused, as ignoring one could mean another guest than was meant.
 *
 * @param type whose settings they are
 * @param values by name
 */
record SettingText(AmdType type, Map<String, String> values) {
    private static final int LONGEST_BASE64 = 8192;

    SettingText {
        // Descriptions are for people: they are made for a refusal only
        for (String name : values.keySet()) {
            if (GuestSetting.named(name)
                    .filter(setting -> setting.belongsTo(type))
                    .isEmpty()) {
                PropertyDescription.requireKnown(type.type(), GuestSetting.descriptions(type), List.of(name));
            }
        }
    }

    /** Takes what a request says, and refuses what guests of the type cannot have. */
    static SettingText of(AmdType type, Map<String, String> values) {
        SettingText text = new SettingText(type, values);
        GuestSetting.of(type).forEach(text::requireAllowed);
        return text;
    }

    /** The value of a setting, as what its form says. */
    Optional<?> value(GuestSetting setting) {
        return switch (setting.form().kind()) {
            case POLICY -> text(setting).map(usualPolicy(type)::changed);
            case SWITCH, FLAG -> onOff(setting);
            case WORD -> text(setting);
            case NAME -> text(setting).map(setting == GuestSetting.VMM ? VmmKind::named : Profile::named);
            case HEX -> hex(setting);
            case NUMBER -> number(setting);
            case BYTES, PADDED -> bytes(setting);
        };
    }

    /** The policy that is meant where none is given, and that names change. */
    static Policy usualPolicy(AmdType type) {
        return type.policies().parse(GuestSetting.POLICY.fallback(type));
    }

    private Optional<String> text(GuestSetting setting) {
        return Optional.ofNullable(values.get(setting.key())).map(String::strip);
    }

    private Optional<Boolean> onOff(GuestSetting setting) {
        return text(setting).map(value -> switch (value) {
            case "on" -> true;
            case "off" -> false;
            default ->
                throw wrong(SettingFault.VALUE, "this is neither on nor off", setting)
                        .found(value)
                        .expected("on or off")
                        .remedy("write on or off")
                        .exception();
        });
    }

    private Optional<Long> hex(GuestSetting setting) {
        return text(setting).map(value -> hex(setting, value));
    }

    private long hex(GuestSetting setting, String value) {
        long number = parse(value)
                .orElseThrow(() -> wrong(SettingFault.VALUE, "this is not a number", setting)
                        .found(value)
                        .expected("0x and 1 to 16 digits, or a decimal number without zeros in front")
                        .remedy("write it as 0x1f")
                        .exception());
        if (Long.compareUnsigned(number, setting.form().most()) > 0) {
            throw wrong(SettingFault.VALUE, "this number is too large", setting)
                    .found(Numbers.hex(number))
                    .expected("at most " + Numbers.hex(setting.form().most()))
                    .remedy("write fewer digits: " + setting.meaning())
                    .exception();
        }
        return number;
    }

    private Optional<Integer> number(GuestSetting setting) {
        return text(setting).map(value -> {
            OptionalLong number = parse(value).isEmpty()
                    ? OptionalLong.empty()
                    : Numbers.parse(
                            value, setting.form().least(), setting.form().most());
            if (number.isEmpty()) {
                throw wrong(SettingFault.VALUE, "this is not a number in range", setting)
                        .found(value)
                        .expected(setting.form().syntax())
                        .remedy(withoutIt(setting))
                        .exception();
            }
            return (int) number.getAsLong();
        });
    }

    private String withoutIt(GuestSetting setting) {
        String usual = setting.fallback(type);
        return usual.isEmpty()
                ? "'cloister probe' reports that of a host; without it the host's is taken"
                : "without it " + usual + " is taken";
    }

    /** Settings are words of QEMU's too, which takes zeros in front for octal. */
    private static OptionalLong parse(String value) {
        return Numbers.isOctalElsewhere(value) ? OptionalLong.empty() : Numbers.parse(value);
    }

    /** All bytes; what may be shorter is filled up with zeros, as the kernel always copies all of them. */
    private Optional<Bytes> bytes(GuestSetting setting) {
        return base64(setting).map(bytes -> {
            Form form = setting.form();
            if (bytes.length() < form.least() || bytes.length() > form.most()) {
                throw wrongSize(setting, bytes.length());
            }
            byte[] all = new byte[(int) form.most()];
            bytes.copyTo(0, all, 0, bytes.length());
            return Bytes.of(all);
        });
    }

    private RuntimeException wrongSize(GuestSetting setting, int size) {
        Form form = setting.form();
        MistakenBytes mistake = MistakenBytes.ofSize(setting, size)
                .or(() -> text(setting).flatMap(MistakenBytes::ofText))
                .orElse(new MistakenBytes(
                        "this has the wrong size", "give all bytes of it in base64, as 'base64 FILE' writes them"));
        return wrong(SettingFault.SIZE, mistake.what(), setting)
                .found(size + " bytes")
                .expected((form.kind() == Form.Kind.PADDED ? "at most " : "") + form.most() + " bytes")
                .remedy(mistake.remedy())
                .exception();
    }

    private void requireAllowed(GuestSetting setting) {
        Optional<Restriction> restriction = setting.restriction(type);
        restriction.ifPresent(it -> text(setting)
                .filter(value -> !it.allowed().contains(value))
                .ifPresent(value -> {
                    throw Problem.input(type.restrictionCode(), "a guest of type " + type.type() + " cannot have this")
                            .at(setting.key())
                            .found(value)
                            .expected(String.join(
                                    " or ", it.allowed().stream().sorted().toList()))
                            .remedy(type.title() + " " + it.reason())
                            .exception();
                }));
        if (restriction.isEmpty() && setting.form().kind() == Form.Kind.WORD) {
            requireWord(setting);
        }
    }

    private void requireWord(GuestSetting setting) {
        text(setting).filter(value -> !setting.form().words().contains(value)).ifPresent(value -> {
            throw wrong(SettingFault.VALUE, "this is not one of the values of this setting", setting)
                    .found(value)
                    .expected(String.join(" or ", setting.form().words()))
                    .remedy("write one of these")
                    .exception();
        });
    }

    private Problem wrong(SettingFault fault, String what, GuestSetting setting) {
        return Problem.input(fault.code(type), what).at(setting.key());
    }

    private Optional<Bytes> base64(GuestSetting setting) {
        return text(setting).map(value -> {
            if (value.length() > LONGEST_BASE64) {
                throw wrong(SettingFault.BASE64, "this is too long", setting)
                        .found(value.length() + " characters")
                        .expected("at most " + LONGEST_BASE64)
                        .remedy("no setting is as long as that: give the bytes of this one alone")
                        .exception();
            }
            return decode(setting, value);
        });
    }

    /**
     * Line breaks are QEMU's leave too (util/base64.c); padding is not, as what follows from its absence differs among
     * decoders.
     */
    private Bytes decode(GuestSetting setting, String value) {
        try {
            return Base64Text.decode(value, Base64Text.Strictness.PADDED);
        } catch (IllegalArgumentException e) {
            MistakenBytes mistake = MistakenBytes.ofText(value)
                    .orElse(new MistakenBytes("this is not base64", "encode the bytes, as 'base64 FILE' does"));
            throw wrong(SettingFault.BASE64, mistake.what(), setting)
                    .found(e.getMessage())
                    .expected("groups of four characters A-Z, a-z, 0-9, + and /, the last one padded with =")
                    .remedy(mistake.remedy())
                    .exception(e);
        }
    }
}
