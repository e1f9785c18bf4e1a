# What is installed where: one list, read by install, uninstall and the test that compares it with what lands in DESTDIR.
# Each line: MODE SOURCE TARGET
define install_list
755 $(O)/evenkeel $(BINDIR)/evenkeel
755 $(O)/evenkeeld $(BINDIR)/evenkeeld
755 $(O)/evenkeel-notify $(LIBEXECDIR)/evenkeel-notify
endef
export install_list

install: all
uninstall:
