;;; Emacs (eglot) as a client of vmlint lsp: diagnostics, a fix, and completion in web1.xml.
;;; Run by emacs.sh: VMLINT is the command, GUEST a copy of the document.
(require 'eglot)
(require 'flymake)
(require 'cl-lib)

(defun check (condition text)
  (unless condition
    (message "emacs: %s" text)
    (kill-emacs 1)))

(defun wait (text condition)
  (let ((end (+ (float-time) 30)))
    (while (and (not (funcall condition)) (< (float-time) end))
      (accept-process-output nil 0.05))
    (check (funcall condition) (concat "timeout: " text))))

(setq eglot-autoshutdown nil
      eglot-sync-connect 30
      eglot-confirm-server-initiated-edits nil
      flymake-no-changes-timeout 0.1
      make-backup-files nil)
(add-to-list 'eglot-server-programs
             `(nxml-mode . (,(getenv "VMLINT") "lsp" "--no-config")))

(find-file (getenv "GUEST"))
(nxml-mode)
(setq-local project-find-functions nil)
(apply #'eglot--connect (eglot--guess-contact))
(wait "a server" (lambda () (eglot-managed-p)))

(defun ides ()
  (cl-count-if (lambda (diagnostic)
                 (string-match-p "emulated IDE bus" (flymake-diagnostic-text diagnostic)))
               (flymake-diagnostics)))
(flymake-mode 1)
(flymake-start)
(wait "diagnostics" (lambda () (= (ides) 2)))

;; apply the virtio fix of the first disk
(goto-char (point-min))
(search-forward "bus='i")
(let* ((actions (append (eglot-code-actions (point) (point)) nil))
       (fix (cl-find-if (lambda (action)
                          (string-prefix-p "Fix disk-bus-emulated" (plist-get action :title)))
                        actions)))
  (check fix "no fix of disk-bus-emulated")
  (eglot--apply-workspace-edit (plist-get fix :edit)))
(goto-char (point-min))
(check (search-forward "<target dev='vda' bus='virtio'/>" nil t) "the fix was not applied")
(eglot--signal-textDocument/didChange)
(wait "diagnostics after the fix" (lambda () (= (ides) 1)))

;; complete cache=''
(goto-char (point-min))
(search-forward "cache='writeback")
(delete-region (- (point) (length "writeback")) (point))
(eglot--signal-textDocument/didChange)
(let* ((capf (eglot-completion-at-point))
       (words (mapcar #'string-trim
                      (mapcar #'substring-no-properties
                              (all-completions "" (nth 2 capf))))))
  (check (equal (sort words #'string<)
                '("default" "directsync" "none" "unsafe" "writeback" "writethrough"))
         (format "completion: %S" words)))
(set-buffer-modified-p nil)
(message "emacs: ok")
(kill-emacs 0)
