/** The platform on {@code /dev/kvm} and {@code /dev/sev}. */
package org.cloister.kvm;
