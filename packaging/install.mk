# What is installed where: one list for install, uninstall, and the test that compares it with what lands in DESTDIR
# (make install-list). Each line: MODE SOURCE TARGET.

units := evenkeeld.service evenkeeld.socket evenkeel-open.service
unit_files := $(addprefix $(O)/systemd/,$(units))
entry_files := $(O)/data/evenkeel.desktop $(O)/data/evenkeeld.desktop

# Made anew each time: PREFIX is not the same in each call.
$(O)/systemd/%: systemd/%.in FORCE
	$(call say,GEN,$@)
	$(Q)mkdir -p $(@D)
	$(Q)sed -e 's|@BINDIR@|$(BINDIR)|g' -e 's|@LIBEXECDIR@|$(LIBEXECDIR)|g' $(if $(HAVE_SYSTEMD),,-e 's/^Type=notify/Type=exec/' -e '/^WatchdogSec=/d') $< >$@

$(O)/data/%: client/data/%.in FORCE
	$(call say,GEN,$@)
	$(Q)mkdir -p $(@D)
	$(Q)sed -e 's|@BINDIR@|$(BINDIR)|g' $< >$@

define install_list
755 $(O)/evenkeel $(BINDIR)/evenkeel
755 $(O)/evenkeeld $(BINDIR)/evenkeeld
755 $(O)/evenkeel-notify $(LIBEXECDIR)/evenkeel-notify
755 $(O)/evenkeel-open $(LIBEXECDIR)/evenkeel-open
$(if $(HAVE_ICAL),755 $(O)/evenkeel-calendar $(LIBEXECDIR)/evenkeel-calendar)
644 client/evenkeel.1 $(MANDIR)/man1/evenkeel.1
644 client/officer/evenkeel-officer.1 $(MANDIR)/man1/evenkeel-officer.1
644 client/open/evenkeel-open.8 $(MANDIR)/man8/evenkeel-open.8
644 daemon/evenkeeld.8 $(MANDIR)/man8/evenkeeld.8
$(if $(HAVE_ICAL),644 daemon/calendar/evenkeel-calendar.8 $(MANDIR)/man8/evenkeel-calendar.8)
644 $(O)/data/evenkeel.desktop $(DATADIR)/applications/evenkeel.desktop
644 $(O)/data/evenkeeld.desktop $(EXAMPLESDIR)/evenkeeld.desktop
644 client/data/support.ini.example $(EXAMPLESDIR)/support.ini.example
644 systemd/sandbox.conf $(EXAMPLESDIR)/sandbox.conf
$(foreach unit,$(units),644 $(O)/systemd/$(unit) $(USERUNITDIR)/$(unit)
)$(foreach locale,$(locales),644 $(locale) $(patsubst $(O)/locale/%,$(LOCALEDIR)/%,$(locale))
)
endef
export install_list

.PHONY: install-list
install: all $(unit_files) $(entry_files)
	$(Q)printf '%s\n' "$$install_list" | while read -r mode source target; do \
		[ -n "$$target" ] || continue; \
		install -D -m "$$mode" "$$source" "$(DESTDIR)$$target" || exit 1; done
	@echo "Installed below $(DESTDIR)$(PREFIX). Next, as yourself: evenkeel setup"
uninstall:
	$(Q)printf '%s\n' "$$install_list" | while read -r mode source target; do \
		[ -n "$$target" ] || continue; rm -f "$(DESTDIR)$$target"; done
	$(Q)rmdir "$(DESTDIR)$(LIBEXECDIR)" 2>/dev/null || true
install-list:
	@printf '%s\n' "$$install_list" | sed '/^ *$$/d'
