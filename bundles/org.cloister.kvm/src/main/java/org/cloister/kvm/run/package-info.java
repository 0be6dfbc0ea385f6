/** Runs the processors of guests whose memory another platform keeps. */
package org.cloister.kvm.run;
