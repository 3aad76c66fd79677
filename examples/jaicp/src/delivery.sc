theme: /

    state: Delivery
        q!: * где [мой] заказ *
        a: Назовите, пожалуйста, номер телефона, на который оформлен заказ.
        timeout: ./Silence || interval = "3 minutes"

        state: Phone
            q: * @duckling.phone-number *
            script:
                $response.replies = $response.replies || [];
                $response.replies.push({type: "text", text: 'Заказ уже едет, курьер позвонит вам\nза час до приезда.'});
            go!: /Menu

        state: Silence
            a: Я всё ещё здесь. Если номера нет под рукой, напишите «оператор».

        state: Other
            event: noMatch
            a: Это не похоже на номер телефона. Пример: +7 900 000-00-00.
            go: /Delivery
